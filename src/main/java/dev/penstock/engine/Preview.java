package dev.penstock.engine;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.TypedColumn;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of a job.
 *
 * @param requests what the source is asked, with bound values behind it
 * @param next the request for the next page; empty where there are no pages, or this is the last
 * @param columns in the order of the files, each with as many values as there are rows
 * @param rows how many were read
 * @param warnings of the source
 */
public record Preview(
    List<String> requests,
    Optional<String> next,
    List<Column> columns,
    int rows,
    List<String> warnings) {
  public Preview {
    requests = List.copyOf(requests);
    requireNonNull(next, "next");
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
  }

  /**
   * One column.
   *
   * @param values as text; empty for NULL
   */
  public record Column(TypedColumn type, List<Optional<String>> values) {
    public Column {
      values = List.copyOf(values);
    }
  }
}
