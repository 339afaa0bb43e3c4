package dev.penstock.source.rest.json;

import dev.penstock.job.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a page held beside its records.
 *
 * @param records how many there were
 * @param found whether there was anything at the path of the records
 * @param list whether that may be empty: a list, not a single object
 * @param values at the paths that were watched; null is an empty text
 * @param members the first names of the outermost object, for messages
 */
public record PageContent(
    long records, boolean found, boolean list, Map<JsonPath, String> values, List<String> members) {
  /** Of an answer without a byte that says that there is nothing. */
  public static final PageContent NOTHING = new PageContent(0, true, true, Map.of(), List.of());

  public PageContent {
    values = Map.copyOf(values);
    members = List.copyOf(members);
  }

  /** The value at a path; empty when it is not there, null, or an empty text. */
  public Optional<String> value(JsonPath path) {
    return Optional.ofNullable(values.get(path)).filter(text -> !text.isEmpty());
  }
}
