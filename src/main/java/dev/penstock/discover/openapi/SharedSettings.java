package dev.penstock.discover.openapi;

import dev.penstock.job.ApiSetting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What endpoints need of settings that stand at the source: what most of them need stands there,
 * and the others are told so.
 */
final class SharedSettings {
  /** What holds where nothing is written. */
  private static final Map<ApiSetting, String> USUAL =
      Map.of(
          ApiSetting.PAGE_PARAM, "page",
          ApiSetting.PER_PAGE_PARAM, "per_page",
          ApiSetting.BASE_PAGE, "0",
          ApiSetting.OFFSET_PARAM, "offset",
          ApiSetting.LIMIT_PARAM, "limit",
          ApiSetting.CURSOR_PARAM, "cursor",
          ApiSetting.CURSOR_PATH, "next_cursor",
          ApiSetting.NEXT_URL_PATH, "next");

  private final List<EndpointProposal> endpoints;
  private final Map<ApiSetting, String> most = new EnumMap<>(ApiSetting.class);

  SharedSettings(List<EndpointProposal> endpoints) {
    this.endpoints = endpoints;
    for (ApiSetting setting : ApiSetting.values()) {
      Map<String, Integer> votes = new HashMap<>();
      endpoints.stream()
          .filter(endpoint -> endpoint.shared().containsKey(setting))
          .forEach(endpoint -> votes.merge(endpoint.shared().get(setting), 1, Integer::sum));
      votes.entrySet().stream()
          .max(
              Map.Entry.<String, Integer>comparingByValue()
                  .thenComparing(entry -> isUsual(setting, entry.getKey()))
                  .thenComparing(Map.Entry.comparingByKey()))
          .ifPresent(entry -> most.put(setting, entry.getKey()));
    }
  }

  private static boolean isUsual(ApiSetting setting, String value) {
    return value.equals(USUAL.get(setting));
  }

  /** The proposal of the source with its endpoints. */
  ApiProposal with(ApiProposal source, int seen) {
    Map<ApiSetting, String> settings = new EnumMap<>(ApiSetting.class);
    settings.putAll(source.settings());
    most.forEach(
        (setting, value) -> {
          if (!isUsual(setting, value)) {
            settings.put(setting, value);
          }
        });
    return new ApiProposal(
        settings,
        source.secrets(),
        source.notes(),
        endpoints.stream().map(this::told).toList(),
        seen);
  }

  private EndpointProposal told(EndpointProposal endpoint) {
    List<String> needs = new ArrayList<>(endpoint.needs());
    ordered(endpoint.shared())
        .forEach(
            (setting, value) -> {
              if (!value.equals(most.get(setting))) {
                needs.add("%s %s, unlike the others of the source".formatted(setting.key(), value));
              }
            });
    return new EndpointProposal(
        endpoint.method(),
        endpoint.path(),
        endpoint.table(),
        endpoint.row(),
        endpoint.shared(),
        endpoint.key(),
        endpoint.watermark(),
        needs,
        endpoint.why(),
        endpoint.columns());
  }

  /** In the order of the documentation. */
  private static EnumMap<ApiSetting, String> ordered(Map<ApiSetting, String> shared) {
    EnumMap<ApiSetting, String> ordered = new EnumMap<>(ApiSetting.class);
    ordered.putAll(shared);
    return ordered;
  }
}
