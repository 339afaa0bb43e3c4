package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.dialect.KeyRanges;
import dev.penstock.source.jdbc.dialect.Sampling.Extent;
import dev.penstock.source.jdbc.dialect.Slices;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ranges of the same length of the whole number that begins a key of several columns. How many rows
 * lie in each, the optimizer tells from the ends of the range in the index, where a sample would
 * look at all rows.
 */
final class EvenRanges {
  /** More would make a statement of some hundred kilobytes. */
  private static final int MOST = 500;

  /** So many times the mean may a piece have. */
  private static final int LONGEST = 2;

  private EvenRanges() {}

  /**
   * Empty where a piece would be too long, or there are too few numbers for so many pieces.
   *
   * @param column the quoted name of the number
   */
  static Optional<Slices> of(
      Connection connection, String from, String column, Extent extent, int parts)
      throws SQLException {
    if (parts < 2 || parts > MOST) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement()) {
      Optional<KeyRanges> ranges = evenly(statement, from, column, parts);
      return ranges.isPresent() && areFilledAlike(statement, from, ranges.get().conditions(column))
          ? Optional.of(
              ranges
                  .get()
                  .slices(column)
                  .because(
                      "by ranges of %s of the same length, with about as many of %,d rows each (%s)"
                          .formatted(column, extent.rows(), extent.words())))
          : Optional.empty();
    }
  }

  private static Optional<KeyRanges> evenly(
      Statement statement, String from, String column, int parts) throws SQLException {
    String span = "SELECT min(%1$s), max(%1$s) FROM %2$s".formatted(column, from);
    try (ResultSet result = statement.executeQuery(span)) {
      result.next();
      String least = result.getString(1);
      return least == null
          ? Optional.empty()
          : KeyRanges.cut(new BigInteger(least), new BigInteger(result.getString(2)), parts)
              .filter(ranges -> ranges.bounds().size() == parts);
    }
  }

  private static boolean areFilledAlike(Statement statement, String from, List<String> conditions)
      throws SQLException {
    String pieces =
        conditions.stream()
            .map(c -> "SELECT 1 FROM " + from + " FORCE INDEX (PRIMARY) WHERE " + c)
            .collect(Collectors.joining(" UNION ALL "));
    List<Long> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery("EXPLAIN FORMAT=TRADITIONAL " + pieces)) {
      while (result.next() && rows.size() < conditions.size()) {
        rows.add(result.getLong("rows"));
      }
    }
    long all = rows.stream().mapToLong(Long::longValue).sum();
    long most = rows.stream().mapToLong(Long::longValue).max().orElse(0);
    return most * conditions.size() <= all * LONGEST;
  }
}
