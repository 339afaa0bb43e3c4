package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Asks the catalogue of a database for one thing about a table. */
public final class CatalogQuery {
  private CatalogQuery() {}

  /**
   * The first column of all rows.
   *
   * @param values for the placeholders, mostly a schema and a table
   */
  public static List<String> texts(Connection connection, String sql, String... values)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          texts.add(result.getString(1));
        }
      }
    }
    return texts;
  }

  /**
   * The first column of the first row; empty when there is no row, or NULL in it.
   *
   * @param values for the placeholders, mostly a schema and a table
   */
  public static OptionalLong number(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return OptionalLong.empty();
        }
        long number = result.getLong(1);
        return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
      }
    }
  }

  private static void bind(PreparedStatement statement, String... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
  }
}
