package dev.penstock.source.jdbc.column;

import java.math.BigDecimal;
import java.sql.Array;
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
import java.util.HexFormat;
import java.util.Map;

/** Values as exact text in ISO form, through those methods of JDBC in which no zone has a say. */
public final class ExactText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();

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

  public static String time(ResultSet row, int index) throws SQLException {
    LocalTime value = row.getObject(index, LocalTime.class);
    return value == null ? null : value.toString();
  }

  public static String timestamp(ResultSet row, int index) throws SQLException {
    LocalDateTime value = row.getObject(index, LocalDateTime.class);
    return value == null ? null : TIMESTAMP.format(value);
  }

  public static String instant(ResultSet row, int index) throws SQLException {
    OffsetDateTime value = row.getObject(index, OffsetDateTime.class);
    return value == null
        ? null
        : TIMESTAMP.format(value.withOffsetSameInstant(ZoneOffset.UTC)) + "+00";
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

  public static String array(ResultSet row, int index) throws SQLException {
    Array value = row.getArray(index);
    if (value == null) {
      return null;
    }
    StringBuilder json = new StringBuilder();
    append(value, json);
    return json.toString();
  }

  private static void append(Object value, StringBuilder json) throws SQLException {
    if (value instanceof Array nested) {
      append(nested.getArray(), json);
    } else if (value instanceof Object[] elements) {
      appendAll(elements, json);
    } else if (value == null || value instanceof Boolean) {
      json.append(value);
    } else if (value instanceof Number number && isFinite(number)) {
      json.append(number instanceof BigDecimal d ? d.toPlainString() : number.toString());
    } else {
      quoted(value instanceof byte[] b ? HexFormat.of().formatHex(b) : value.toString(), json);
    }
  }

  private static void appendAll(Object[] elements, StringBuilder json) throws SQLException {
    json.append('[');
    for (int i = 0; i < elements.length; i++) {
      json.append(i == 0 ? "" : ",");
      append(elements[i], json);
    }
    json.append(']');
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  private static final Map<Character, String> ESCAPES =
      Map.of('"', "\\\"", '\\', "\\\\", '\n', "\\n", '\r', "\\r", '\t', "\\t");

  private static void quoted(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String escape = ESCAPES.get(c);
      if (escape == null) {
        escape = c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
      }
      json.append(escape);
    }
    json.append('"');
  }
}
