package dev.penstock.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Reads Parquet files with a reader that shares no code with the writer. One DuckDB for all tests
 * of a JVM, in memory: to start one takes longer than most questions.
 */
public final class DuckDb {
  private static DuckDBConnection database;

  private DuckDb() {}

  /** A connection of one's own, in UTC; the caller closes it. */
  public static synchronized Connection connect() throws SQLException {
    if (database == null) {
      DuckDBConnection started =
          DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
      try (Statement statement = started.createStatement()) {
        // Small files: threads would wait for each other.
        statement.execute("SET threads = 1");
        // A file of the same name may be another one by now.
        statement.execute("SET enable_external_file_cache = false");
      }
      database = started;
    }
    Connection connection = database.duplicate();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  /** The files of a table below {@code folder}, as a table function to select from. */
  public static String table(Path folder) {
    return "read_parquet('" + folder.toString().replace("'", "''") + "/**/*.parquet')";
  }

  /** The rows of a query, each as its columns' texts joined by {@code |}; NULL as {@code null}. */
  public static List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
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

  public static long count(Path folder) throws SQLException {
    return Long.parseLong(rows("select count(*) from " + table(folder)).get(0));
  }
}
