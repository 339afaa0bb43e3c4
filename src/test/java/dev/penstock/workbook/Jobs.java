package dev.penstock.workbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of the sheet SourceConfig for tests. */
final class Jobs {
  private Jobs() {}

  /** A full job that is right, as column to value; a value of null leaves the cell out. */
  static Map<String, Object> full(String table) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("source_type", "sqlite");
    row.put("source_name", "shop");
    row.put("table_name", table);
    row.put("load_type", "FULL");
    row.put("enabled", "Y");
    return row;
  }

  static Map<String, Object> incremental(String table) {
    return with(with(full(table), "load_type", "INCREMENTAL"), "watermark_column", "updated_at");
  }

  static Map<String, Object> with(Map<String, Object> row, String column, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(row);
    copy.put(column, value);
    return copy;
  }

  /** The rows below a header of all their columns. */
  static List<List<Object>> sheet(List<Map<String, Object>> rows) {
    List<String> columns = rows.stream().flatMap(row -> row.keySet().stream()).distinct().toList();
    List<List<Object>> cells = new ArrayList<>();
    cells.add(List.copyOf(columns));
    for (Map<String, Object> row : rows) {
      List<Object> line = new ArrayList<>();
      columns.forEach(column -> line.add(row.get(column)));
      cells.add(line);
    }
    return cells;
  }

  static Book book(Map<String, Object> row) {
    return new Book().sheet("SourceConfig", sheet(List.of(row)));
  }
}
