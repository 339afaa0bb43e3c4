package dev.penstock.job;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of an API for one job, checked.
 *
 * @param values without those that were not given
 */
public record ApiOptions(Map<ApiSetting, String> values) {
  public ApiOptions {
    values = Map.copyOf(values);
  }

  /** The same, where {@code other} says nothing else. */
  public ApiOptions with(Map<ApiSetting, String> other) {
    Map<ApiSetting, String> all = new EnumMap<>(ApiSetting.class);
    all.putAll(values);
    all.putAll(other);
    return new ApiOptions(all);
  }

  public Optional<String> text(ApiSetting setting) {
    return Optional.ofNullable(values.get(setting)).filter(text -> !text.isEmpty());
  }

  public String text(ApiSetting setting, String otherwise) {
    return text(setting).orElse(otherwise);
  }

  /** A word in lower case. */
  public String word(ApiSetting setting, String otherwise) {
    return text(setting, otherwise).strip().toLowerCase(Locale.ROOT);
  }

  public OptionalLong whole(ApiSetting setting) {
    return text(setting)
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  public Optional<JsonPath> path(ApiSetting setting) {
    return text(setting).flatMap(JsonPath::parse);
  }

  public JsonPath path(ApiSetting setting, String otherwise) {
    return path(setting).or(() -> JsonPath.parse(otherwise)).orElseThrow();
  }

  /** Whether it says yes. */
  public boolean isOn(ApiSetting setting, String otherwise) {
    return switch (word(setting, otherwise)) {
      case "y", "yes", "true" -> true;
      default -> false;
    };
  }

  public NamedValues pairs(ApiSetting setting) {
    return text(setting).flatMap(NamedValues::parse).orElse(NamedValues.NONE);
  }

  public PaginationType pagination() {
    return text(ApiSetting.PAGINATION_TYPE)
        .flatMap(PaginationType::parse)
        .orElse(PaginationType.AUTO);
  }
}
