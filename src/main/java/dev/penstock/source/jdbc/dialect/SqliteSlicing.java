package dev.penstock.source.jdbc.dialect;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts tables of SQLite by their INTEGER PRIMARY KEY, in whose order the rows lie in the file.
 * Without one, VACUUM may number the rows anew.
 */
final class SqliteSlicing implements Slicing {
  /** About what a row takes, to guess a table's share of the file. */
  private static final long ROW_BYTES = 200;

  private static final Pattern BOOKMARK = Pattern.compile("keys from (-?\\d{1,19}(,-?\\d{1,19})*)");

  /** A primary key that stands for the row's own number has no index. */
  private static final String KEY =
      """
      SELECT max(name), count(*), max(upper(type)) FROM pragma_table_info(?1) WHERE pk > 0
      AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')
      """;

  private static final String FILE_BYTES =
      "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

  private final SqliteCatalog catalog = new SqliteCatalog();

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Optional<String> key = key(connection, table);
    if (key.isEmpty()) {
      return Slices.WHOLE;
    }
    String span =
        "SELECT min(%1$s), max(%1$s), (%2$s) FROM %3$s"
            .formatted(key.get(), FILE_BYTES, catalog.quote(table.name()).orElseThrow());
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(span)) {
      long least = result.getLong(1);
      return result.wasNull()
          ? Slices.WHOLE
          : cut(key.get(), size, least, result.getLong(2), result.getLong(3));
    }
  }

  private static Slices cut(String key, SliceSize size, long least, long most, long fileBytes) {
    BigInteger first = BigInteger.valueOf(least);
    BigInteger rows = BigInteger.valueOf(most).subtract(first).add(BigInteger.ONE);
    BigInteger guess = rows.multiply(BigInteger.valueOf(ROW_BYTES));
    int parts = size.parts(guess.min(BigInteger.valueOf(fileBytes)).longValueExact());
    if (parts < 2) {
      return Slices.WHOLE;
    }
    List<Long> bounds = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      BigInteger offset = rows.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(parts));
      bounds.add(first.add(offset).longValueExact());
    }
    String bookmark =
        "keys from " + bounds.stream().map(String::valueOf).collect(Collectors.joining(","));
    return new Slices(conditions(key, bounds), Optional.of(bookmark));
  }

  /** Open at both ends, for rows that come later. */
  private static List<String> conditions(String key, List<Long> bounds) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < bounds.size(); i++) {
      String from = i == 0 ? "" : key + " >= " + bounds.get(i);
      String to = i == bounds.size() - 1 ? "" : key + " < " + bounds.get(i + 1);
      conditions.add(from + (from.isEmpty() || to.isEmpty() ? "" : " AND ") + to);
    }
    return conditions;
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<String> key = key(connection, table);
    Matcher then = BOOKMARK.matcher(bookmark);
    if (key.isEmpty() || !then.matches()) {
      return Again.refused("the table has another key now");
    }
    List<Long> bounds = Arrays.stream(then.group(1).split(",")).map(Long::valueOf).toList();
    return new Again(conditions(key.get(), bounds), Sameness.SAME_PLACES, Optional.empty());
  }

  /** The quoted name of the key; empty when there is none by which a row keeps its place. */
  private Optional<String> key(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        return result.getInt(2) == 1 && "INTEGER".equals(result.getString(3))
            ? catalog.quote(result.getString(1))
            : Optional.empty();
      }
    }
  }
}
