package dev.penstock.testing.tds;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** How the values of a row travel. */
final class Values {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate CENTURY = LocalDate.of(1900, 1, 1);
  private static final int CHUNK = 8000;

  private Values() {}

  static byte[] of(ResultSet result, int column, SqlType type) throws SQLException {
    Bytes out = new Bytes();
    if (result.getObject(column) == null) {
      nothing(type, out);
      return out.bytes();
    }
    switch (type.name()) {
      case "bit" -> out.one(1).one(result.getBoolean(column) ? 1 : 0);
      case "tinyint" -> out.one(1).one(result.getInt(column));
      case "smallint" -> out.one(2).two(result.getInt(column));
      case "int" -> out.one(4).four(result.getInt(column));
      case "bigint" -> out.one(8).number(result.getLong(column), 8);
      case "real" -> out.one(4).four(Float.floatToIntBits(result.getFloat(column)));
      case "float" -> out.one(8).number(Double.doubleToLongBits(result.getDouble(column)), 8);
      case "smallmoney", "money" -> money(result.getBigDecimal(column), type, out);
      case "decimal" -> decimal(result.getBigDecimal(column), type.scale(), out);
      case "uniqueidentifier" -> out.one(16).all(guid(result.getObject(column, UUID.class)));
      case "sql_variant" -> variant(result.getString(column), out);
      case "date", "time", "datetime2", "datetimeoffset", "datetime", "smalldatetime" ->
          time(result, column, type, out);
      default -> bytesAndTexts(result, column, type, out);
    }
    return out.bytes();
  }

  private static boolean isLong(SqlType type) {
    return switch (type.name()) {
      case "xml", "hierarchyid", "geometry", "geography", "json", "vector" -> true;
      default -> type.size() == SqlType.MAX;
    };
  }

  private static void nothing(SqlType type, Bytes out) {
    switch (type.name()) {
      case "sql_variant" -> out.four(0);
      case "text", "ntext", "image" -> out.one(0);
      case "binary", "rowversion" -> out.two(0xFFFF);
      case "char", "varchar", "nchar", "nvarchar", "varbinary", "sysname" -> {
        if (isLong(type)) {
          out.number(-1, 8);
        } else {
          out.two(0xFFFF);
        }
      }
      case "xml", "hierarchyid", "geometry", "geography", "json", "vector" -> out.number(-1, 8);
      default -> out.one(0);
    }
  }

  private static void bytesAndTexts(ResultSet result, int column, SqlType type, Bytes out)
      throws SQLException {
    byte[] bytes =
        switch (type.name()) {
          case "binary",
              "varbinary",
              "rowversion",
              "image",
              "hierarchyid",
              "geometry",
              "geography" ->
              result.getBytes(column);
          case "char" -> padded(result.getString(column), type).getBytes(WINDOWS);
          case "nchar" -> padded(result.getString(column), type).getBytes(UTF_16LE);
          case "varchar", "text" -> result.getString(column).getBytes(WINDOWS);
          default -> result.getString(column).getBytes(UTF_16LE);
        };
    switch (type.name()) {
      case "text", "ntext", "image" ->
          out.one(16).all(new byte[16]).number(0, 8).four(bytes.length).all(bytes);
      default -> {
        if (isLong(type)) {
          inChunks(bytes, out);
        } else {
          out.two(bytes.length).all(bytes);
        }
      }
    }
  }

  private static String padded(String text, SqlType type) {
    return text + " ".repeat(Math.max(0, type.size() - text.length()));
  }

  private static void inChunks(byte[] bytes, Bytes out) {
    out.number(bytes.length, 8);
    for (int at = 0; at < bytes.length; at += CHUNK) {
      byte[] part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK));
      out.four(part.length).all(part);
    }
    out.four(0);
  }

  private static void money(BigDecimal value, SqlType type, Bytes out) {
    long units = value.movePointRight(4).longValueExact();
    if (type.name().equals("money")) {
      out.one(8).four(units >> 32).four(units);
    } else {
      out.one(4).four(units);
    }
  }

  private static void decimal(BigDecimal value, int scale, Bytes out) {
    BigInteger digits = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    byte[] magnitude = digits.abs().toByteArray();
    out.one(17).one(digits.signum() < 0 ? 0 : 1);
    for (int i = 0; i < 16; i++) {
      int at = magnitude.length - 1 - i;
      out.one(at < 0 ? 0 : magnitude[at]);
    }
  }

  private static byte[] guid(UUID id) {
    Bytes bytes = new Bytes();
    long high = id.getMostSignificantBits();
    bytes.four(high >>> 32).two((int) (high >>> 16)).two((int) high);
    return bytes.number(Long.reverseBytes(id.getLeastSignificantBits()), 8).bytes();
  }

  private static void time(ResultSet result, int column, SqlType type, Bytes out)
      throws SQLException {
    switch (type.name()) {
      case "date" -> date(result.getObject(column, LocalDate.class), out.one(3));
      case "time" -> {
        out.one(timeBytes(type));
        clock(result.getObject(column, LocalTime.class), type, out);
      }
      case "datetime2" -> {
        LocalDateTime value = result.getObject(column, LocalDateTime.class);
        out.one(timeBytes(type) + 3);
        clock(value.toLocalTime(), type, out);
        date(value.toLocalDate(), out);
      }
      case "datetimeoffset" -> {
        OffsetDateTime value = result.getObject(column, OffsetDateTime.class);
        OffsetDateTime utc = value.withOffsetSameInstant(ZoneOffset.UTC);
        out.one(timeBytes(type) + 5);
        clock(utc.toLocalTime(), type, out);
        date(utc.toLocalDate(), out);
        out.two(value.getOffset().getTotalSeconds() / 60);
      }
      default -> oldTime(result.getObject(column, LocalDateTime.class), type, out);
    }
  }

  /** A datetime counts three hundredths of a second. */
  private static void oldTime(LocalDateTime value, SqlType type, Bytes out) {
    long days = ChronoUnit.DAYS.between(CENTURY, value.toLocalDate());
    if (type.name().equals("smalldatetime")) {
      out.one(4).two((int) days).two(value.toLocalTime().toSecondOfDay() / 60);
    } else {
      long ticks = Math.round(value.toLocalTime().toNanoOfDay() * 3 / 1e7);
      out.one(8).four(days).four(ticks);
    }
  }

  private static void date(LocalDate value, Bytes out) {
    out.number(ChronoUnit.DAYS.between(FIRST, value), 3);
  }

  private static int timeBytes(SqlType type) {
    return type.size() <= 2 ? 3 : type.size() <= 4 ? 4 : 5;
  }

  private static void clock(LocalTime value, SqlType type, Bytes out) {
    long unit = (long) Math.pow(10, 9 - type.size());
    out.number(value.toNanoOfDay() / unit, timeBytes(type));
  }

  /** H2 has no type for any value, so a whole number is taken for an int and all else for text. */
  private static void variant(String value, Bytes out) {
    if (value.matches("-?\\d{1,9}")) {
      out.four(6).one(0x38).one(0).four(Integer.parseInt(value));
      return;
    }
    byte[] text = value.getBytes(UTF_16LE);
    out.four(9 + text.length).one(0xE7).one(7);
    out.all(new byte[] {9, 4, (byte) 0xD0, 0, 0x34}).two(8000).all(text);
  }
}
