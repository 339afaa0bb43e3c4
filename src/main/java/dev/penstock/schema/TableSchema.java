package dev.penstock.schema;

import java.util.List;

/**
 * The columns of a table as one load delivered them.
 *
 * @param version 1 for the first, one more each time that the columns differ from the load before;
 *     0 while no load has delivered any
 */
public record TableSchema(int version, List<Column> columns) {
  /** Of a table that no load has delivered yet. */
  public static final TableSchema NONE = new TableSchema(0, List.of());

  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** The schema after a load that delivered {@code delivered}. */
  public TableSchema next(List<Column> delivered) {
    return version > 0 && columns.equals(delivered)
        ? this
        : new TableSchema(version + 1, delivered);
  }

  /**
   * One column.
   *
   * @param name in the files
   * @param sourceName at the source
   * @param sourceType the source's word for its type
   * @param type its type in the files, such as {@code decimal(10,2)}
   */
  public record Column(String name, String sourceName, String sourceType, String type) {}
}
