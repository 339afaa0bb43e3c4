package dev.penstock.schema;

import java.util.List;

/**
 * The columns of a table as one load delivered them.
 *
 * @param version 1 for the first, one more each time that the columns differ from the load before
 */
public record TableSchema(int version, List<Column> columns) {
  public TableSchema {
    columns = List.copyOf(columns);
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
