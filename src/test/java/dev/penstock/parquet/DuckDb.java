package dev.penstock.parquet;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** An independent reader of Parquet files. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  DuckDb() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      run("set timezone = 'UTC'");
      run("set threads = 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column as the driver gives it. */
  List<Object> objects(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Object> objects = new ArrayList<>();
      while (result.next()) {
        objects.add(result.getObject(1));
      }
      return objects;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The result as texts, floating-point numbers by their bits and decimals without their point. */
  List<List<String>> rows(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(text(result.getObject(i)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Float number) {
      return Integer.toHexString(Float.floatToRawIntBits(number));
    }
    if (value instanceof Double number) {
      return Long.toHexString(Double.doubleToRawLongBits(number));
    }
    if (value instanceof BigDecimal number) {
      return number.unscaledValue().toString();
    }
    if (value instanceof Array list) {
      return list(list);
    }
    return value == null ? null : value.toString();
  }

  private static String list(Array list) {
    try {
      List<String> texts = new ArrayList<>();
      for (Object value : (Object[]) list.getArray()) {
        texts.add(text(value));
      }
      return texts.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All rows of a file that was written from {@code table}. */
  List<List<String>> read(Table table, Path file) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < table.kinds().size(); i++) {
      columns.add(table.kinds().get(i).sql().replace("%s", table.name(i)));
    }
    return rows("select " + String.join(", ", columns) + " from '" + file + "'");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
