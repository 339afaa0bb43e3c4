package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.jdbc.dialect.Sampling.Extent;
import dev.penstock.source.jdbc.dialect.Sampling.Rows;
import dev.penstock.source.jdbc.dialect.Sampling.Share;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What can be told of rows of which the database has no statistics. */
public final class KeyExtent {
  /** About what a row takes. */
  private static final long ROW_BYTES = 200;

  private KeyExtent() {}

  /**
   * Counts the rows, which for a query costs as much as running it.
   *
   * @param count the SQL that counts
   */
  public static Extent counted(Connection connection, Rows rows, String count) throws SQLException {
    String where = rows.filter().map(filter -> " WHERE " + filter).orElse("");
    String query = "SELECT " + count + " FROM " + rows.from() + where;
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet result = statement.executeQuery()) {
      result.next();
      long number = result.getLong(1);
      return new Extent(number, number * ROW_BYTES, "counted");
    }
  }

  /**
   * So large a share, for which all rows are looked at.
   *
   * @param random gives numbers from 0 to 1
   */
  public static Share byChance(String from, String random, double share) {
    return new Share(
        from, share >= 1 ? List.of() : List.of("%s < %s".formatted(random, plain(share))));
  }

  /** Without an exponent, which not every server takes for an exact number. */
  public static String plain(double number) {
    return new BigDecimal(number).round(new MathContext(6)).toPlainString();
  }
}
