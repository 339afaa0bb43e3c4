package dev.penstock.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Fetches every value of lineitem through typed getters and drops it: what reading alone costs. */
public final class ReadLoop {
  private ReadLoop() {}

  /** Arguments: JDBC URL, table. */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      // The driver buffers the whole result unless auto-commit is off.
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(10_000);
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + arguments[1])) {
          System.out.println(read(rows) + " is the sum of all values, as a proof of work");
        }
      }
    }
  }

  private static long read(ResultSet rows) throws SQLException {
    long sum = 0;
    while (rows.next()) {
      sum += rows.getLong(1) + rows.getLong(2) + rows.getLong(3) + rows.getInt(4);
      for (int column = 5; column <= 8; column++) {
        sum += rows.getBigDecimal(column).unscaledValue().longValue();
      }
      sum += rows.getString(9).length() + rows.getString(10).length();
      for (int column = 11; column <= 13; column++) {
        sum += rows.getDate(column).getTime();
      }
      for (int column = 14; column <= 16; column++) {
        sum += rows.getString(column).length();
      }
    }
    return sum;
  }
}
