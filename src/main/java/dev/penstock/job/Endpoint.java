package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a job reads of an API, from its row of the workbook. What a row leaves open is looked for
 * among the settings of its source.
 *
 * @param path below the base URL, or a whole URL; may hold {@code {name}} and a query string
 * @param method GET or POST
 * @param settings those of the source that this row says otherwise, checked
 * @param params sent along, in the place of those of the source that have the same name
 */
public record Endpoint(
    String path, String method, Map<ApiSetting, String> settings, NamedValues params) {
  public Endpoint {
    requireNonNull(path, "path");
    requireNonNull(method, "method");
    settings = Map.copyOf(settings);
    requireNonNull(params, "params");
  }
}
