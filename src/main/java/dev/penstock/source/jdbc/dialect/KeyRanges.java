package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.jdbc.dialect.Sampling.Extent;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table cut by a whole number that each row keeps. There are as many pieces as the table's size
 * asks for, however far apart the numbers lie.
 *
 * @param bounds the first number of each piece; but the first piece has all that are less
 */
public record KeyRanges(List<BigInteger> bounds) {
  private static final Pattern TEXT = Pattern.compile("keys from (-?\\d{1,20}(,-?\\d{1,20})*)");

  public KeyRanges {
    bounds = List.copyOf(bounds);
  }

  /** Cuts evenly; fewer than two pieces mean that there is nothing to cut. */
  public static Optional<KeyRanges> cut(BigInteger least, BigInteger most, int parts) {
    BigInteger span = most.subtract(least).add(BigInteger.ONE);
    BigInteger pieces = BigInteger.valueOf(parts).min(span);
    List<BigInteger> bounds = new ArrayList<>();
    for (BigInteger i = BigInteger.ZERO; i.compareTo(pieces) < 0; i = i.add(BigInteger.ONE)) {
      bounds.add(least.add(span.multiply(i).divide(pieces)));
    }
    return bounds.size() < 2 ? Optional.empty() : Optional.of(new KeyRanges(bounds));
  }

  /**
   * Cuts a table evenly where no piece can have more than twice the rows of the mean, since at
   * least every other number from the least to the greatest is there; empty where it is not so.
   *
   * @param key the quoted name of the column, which holds each number once
   */
  public static Optional<Slices> even(
      Connection connection, String from, String key, Extent extent, int parts)
      throws SQLException {
    if (parts < 2) {
      return Optional.of(tooShort(extent));
    }
    String span = "SELECT min(%1$s), max(%1$s) FROM %2$s".formatted(key, from);
    try (PreparedStatement statement = connection.prepareStatement(span);
        ResultSet result = statement.executeQuery()) {
      result.next();
      Optional<String> least = Optional.ofNullable(result.getString(1));
      if (least.isEmpty()) {
        return Optional.of(tooShort(extent));
      }
      BigInteger first = new BigInteger(least.get());
      BigInteger last = new BigInteger(result.getString(2));
      BigInteger room = last.subtract(first).add(BigInteger.ONE);
      return room.compareTo(BigInteger.valueOf(extent.rows()).shiftLeft(1)) > 0
          ? Optional.empty()
          : cut(first, last, parts).map(ranges -> ranges.slices(key).because(evenly(key, extent)));
    }
  }

  private static Slices tooShort(Extent extent) {
    return Slices.whole("it is too short to be cut (%,d bytes)".formatted(extent.bytes()));
  }

  private static String evenly(String key, Extent extent) {
    return "by ranges of %s of the same length, which about %,d rows fill (%s)"
        .formatted(key, extent.rows(), extent.words());
  }

  /** What {@link #bookmark} wrote; empty when it is something else. */
  public static Optional<KeyRanges> parse(String bookmark) {
    Matcher text = TEXT.matcher(bookmark);
    return text.matches()
        ? Optional.of(
            new KeyRanges(Arrays.stream(text.group(1).split(",")).map(BigInteger::new).toList()))
        : Optional.empty();
  }

  public String bookmark() {
    return "keys from " + bounds.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * Open at both ends, for rows that come later.
   *
   * @param key the quoted name of the column
   */
  public List<String> conditions(String key) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < bounds.size(); i++) {
      String from = i == 0 ? "" : key + " >= " + bounds.get(i);
      String to = i == bounds.size() - 1 ? "" : key + " < " + bounds.get(i + 1);
      conditions.add(from + (from.isEmpty() || to.isEmpty() ? "" : " AND ") + to);
    }
    return conditions;
  }

  public Slices slices(String key) {
    return new Slices(conditions(key), Optional.of(bookmark()));
  }
}
