package dev.penstock.workbook;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Problem;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.NamedValues;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the sheet Endpoints.
 *
 * @param place where it stands, as messages begin
 * @param jobId as it is written there
 * @param cells by their headers, without those that are wrong
 */
record EndpointRow(String place, String jobId, Map<String, String> cells) {
  static final String BODY = "body";

  EndpointRow {
    requireNonNull(place, "place");
    requireNonNull(jobId, "jobId");
    cells = Map.copyOf(cells);
  }

  Optional<String> text(String header) {
    return Optional.ofNullable(cells.get(header));
  }

  Optional<String> text(Column column) {
    return text(column.header());
  }

  /** The settings but for what is added to that of the source. */
  Map<ApiSetting, String> settings() {
    Map<ApiSetting, String> settings = new EnumMap<>(ApiSetting.class);
    for (ApiSetting setting : EndpointsSheet.SETTINGS) {
      if (setting != ApiSetting.HEADERS && setting != ApiSetting.PARAMS) {
        text(setting.key()).ifPresent(value -> settings.put(setting, value));
      }
    }
    return settings;
  }

  NamedValues pairs(ApiSetting setting) {
    return text(setting.key()).flatMap(NamedValues::parse).orElse(NamedValues.NONE);
  }

  /** Notes what is wrong with a cell. */
  void report(String header, String what, String mend, Collection<Problem> problems) {
    problems.add(Problem.error(place + ", column " + header, what, mend).of(jobId));
  }
}
