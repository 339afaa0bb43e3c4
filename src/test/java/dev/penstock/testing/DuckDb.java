package dev.penstock.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads Parquet files with a reader that shares no code with the writer. */
public final class DuckDb {
  private DuckDb() {}

  /** The files of a table below {@code folder}, as a table function to select from. */
  public static String table(Path folder) {
    return "read_parquet('" + folder.toString().replace("'", "''") + "/**/*.parquet')";
  }

  /** The rows of a query, each as its columns' texts joined by {@code |}; NULL as {@code null}. */
  public static List<String> rows(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(query)) {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(rows.getString(i)));
          }
          texts.add(String.join("|", values));
        }
        return texts;
      }
    }
  }

  public static long count(Path folder) throws SQLException {
    return Long.parseLong(rows("select count(*) from " + table(folder)).get(0));
  }
}
