package dev.penstock.source.jdbc.column;

import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** Values as exact text in ISO form, through those methods of JDBC in which no zone has a say. */
public final class ExactText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxxxx");

  private ExactText() {}

  /** One value of the current row as text; null for NULL. */
  @FunctionalInterface
  public interface Text {
    String of(ResultSet row, int index) throws SQLException;
  }

  public static String decimal(ResultSet row, int index) throws SQLException {
    BigDecimal value = row.getBigDecimal(index);
    return value == null ? null : value.toPlainString();
  }

  public static String date(ResultSet row, int index) throws SQLException {
    LocalDate value = row.getObject(index, LocalDate.class);
    return value == null ? null : value.toString();
  }

  /** The same of a driver that may make a date of the old calendar when it is asked for one. */
  public static String anyDate(ResultSet row, int index) throws SQLException {
    return row.getObject(index) instanceof LocalDate value ? value.toString() : date(row, index);
  }

  public static String time(ResultSet row, int index) throws SQLException {
    LocalTime value = row.getObject(index, LocalTime.class);
    return value == null ? null : value.toString();
  }

  public static String timestamp(ResultSet row, int index) throws SQLException {
    LocalDateTime value = row.getObject(index, LocalDateTime.class);
    return value == null ? null : TIMESTAMP.format(value);
  }

  /** Of a moment with its own offset from UTC. */
  public static String offset(ResultSet row, int index) throws SQLException {
    OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
    return value == null ? null : ofOffset(value);
  }

  static String ofOffset(OffsetDateTime value) {
    return TIMESTAMP.format(value) + OFFSET.format(value);
  }

  static String ofTimestamp(LocalDateTime value) {
    return TIMESTAMP.format(value);
  }

  public static String instant(ResultSet row, int index) throws SQLException {
    OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
    return value == null ? null : ofInstant(value);
  }

  static String ofInstant(OffsetDateTime value) {
    return TIMESTAMP.format(value.withOffsetSameInstant(ZoneOffset.UTC)) + "+00";
  }

  /** A timestamp of UTC, which the driver gives without a zone. */
  public static String utc(ResultSet row, int index) throws SQLException {
    String value = timestamp(row, index);
    return value == null ? null : value + "+00";
  }

  public static String large(ResultSet row, int index) throws SQLException {
    Clob value = row.getClob(index);
    return value == null ? null : value.getSubString(1, Math.toIntExact(value.length()));
  }
}
