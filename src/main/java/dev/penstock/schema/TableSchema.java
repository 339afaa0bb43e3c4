package dev.penstock.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** The source's words for the types, by the source's names of the columns, in their order. */
  public Map<String, String> sourceTypes() {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(column -> types.put(column.sourceName(), column.sourceType()));
    return types;
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
