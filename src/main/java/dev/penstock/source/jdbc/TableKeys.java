package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Keys;
import dev.penstock.source.Split;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The keys of all rows that meet a job's filter.
 *
 * @param selection of the key columns alone
 * @param opening reads one split of a selection
 */
record TableKeys(Selection selection, BiFunction<Selection, Split, BatchReader> opening)
    implements Keys {
  /**
   * Those of some columns of a job.
   *
   * @param where the beginning of a message that one of them cannot serve
   */
  static TableKeys of(
      String where,
      Selection all,
      List<String> columns,
      BiFunction<Selection, Split, BatchReader> opening) {
    List<PlannedColumn> wanted = columns.stream().map(name -> column(where, all, name)).toList();
    return new TableKeys(all.only(wanted), opening);
  }

  private static PlannedColumn column(String where, Selection selection, String name) {
    PlannedColumn column = existing(where, selection, name);
    if (column.type().kind() == Kind.LIST) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s, column detect_deletes: the column %s of primary_key is a %s, and lists in the lake are not compared.\nSet column_types to %s=json and load with --full-refresh, or leave detect_deletes empty."
              .formatted(where, name, column.type().word(), column.name()));
    }
    return column;
  }

  private static PlannedColumn existing(String where, Selection selection, String name) {
    return selection
        .column(name)
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.SOURCE_REFUSED,
                    "%s, column detect_deletes: it needs the column %s of primary_key, which is not among those that are read.\nAdd it to the cell columns, or correct primary_key."
                        .formatted(where, name)));
  }

  @Override
  public Schema schema() {
    return selection.schema();
  }

  @Override
  public String query() {
    return selection.select(String.join(", ", selection.expressions()), List.of());
  }

  @Override
  public BatchReader open() {
    return opening.apply(selection, new Split(0, query(), List.of(), Optional.empty()));
  }
}
