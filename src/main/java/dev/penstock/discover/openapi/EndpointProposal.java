package dev.penstock.discover.openapi;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.ApiSetting;
import dev.penstock.job.LoadType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row for one endpoint.
 *
 * @param path below the address of the API, with {@code {name}} for what has to be filled in
 * @param table unique in the description
 * @param row cells of the row itself
 * @param shared what it needs of settings that stand at the source
 * @param key the column that tells records apart
 * @param watermark there for incremental loads
 * @param needs what has to be filled in, in words
 * @param why it may be loaded so, in words
 * @param columns of its records with what they hold, in words
 */
public record EndpointProposal(
    String method,
    String path,
    String table,
    Map<ApiSetting, String> row,
    Map<ApiSetting, String> shared,
    Optional<String> key,
    Optional<String> watermark,
    List<String> needs,
    String why,
    Map<String, String> columns) {
  public EndpointProposal {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(table, "table");
    row = Map.copyOf(row);
    shared = Map.copyOf(shared);
    needs = List.copyOf(needs);
    columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  public LoadType loadType() {
    return watermark.isPresent() ? LoadType.INCREMENTAL : LoadType.FULL;
  }

  /** In few words, such as {@code INCREMENTAL by updated_at}. */
  public String text() {
    return loadType() + watermark.map(column -> " by " + column).orElse("");
  }
}
