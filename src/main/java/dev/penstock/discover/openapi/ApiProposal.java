package dev.penstock.discover.openapi;

import dev.penstock.job.ApiSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What a description suggests to write into the workbook.
 *
 * @param settings of the source, none of them secret
 * @param secrets that the source needs, by whom the API knows who asks
 * @param notes for people, on the source
 * @param endpoints that list records
 * @param seen how many operations it describes that may read something
 */
public record ApiProposal(
    Map<ApiSetting, String> settings,
    List<ApiSetting> secrets,
    List<String> notes,
    List<EndpointProposal> endpoints,
    int seen) {
  public ApiProposal {
    settings = Map.copyOf(settings);
    secrets = List.copyOf(secrets);
    notes = List.copyOf(notes);
    endpoints = List.copyOf(endpoints);
  }

  /**
   * With those endpoints alone.
   *
   * @param wanted is asked for the table and the path
   */
  public ApiProposal matching(BiPredicate<String, String> wanted) {
    List<EndpointProposal> chosen =
        endpoints.stream().filter(one -> wanted.test(one.table(), one.path())).toList();
    return new ApiProposal(settings, secrets, notes, chosen, seen);
  }

  /** The settings in the order of the documentation. */
  public Map<ApiSetting, String> ordered() {
    Map<ApiSetting, String> ordered = new EnumMap<>(ApiSetting.class);
    ordered.putAll(settings);
    return ordered;
  }
}
