package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * A column type with values to try. A value is the number or the bytes that the file holds:
 * Boolean, Integer, Long, Float, Double, BigInteger (decimals, without the point) or a String of
 * hexadecimal digits (texts and binaries).
 *
 * @param sql turns the column, {@code %s}, into text that equals {@link #text} of its value
 */
record Kind(
    String word,
    ArrowType type,
    Map<String, String> metadata,
    String duckdbType,
    String sql,
    List<Object> special,
    Function<Random, Object> random) {

  private static final String PLAIN = "cast(%s as varchar)";
  private static final String HEX = "hex(%s)";

  static final List<Kind> ALL =
      List.of(
          of(
              "boolean",
              ArrowType.Bool.INSTANCE,
              "BOOLEAN",
              PLAIN,
              List.of(true, false),
              Random::nextBoolean),
          integer("int8", 8, true, "TINYINT", List.of(-128, 127, 0), r -> r.nextInt(256) - 128),
          integer(
              "int16",
              16,
              true,
              "SMALLINT",
              List.of(-32768, 32767, 0),
              r -> (int) (short) r.nextInt()),
          integer(
              "int32",
              32,
              true,
              "INTEGER",
              List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0),
              Random::nextInt),
          integer(
              "int64",
              64,
              true,
              "BIGINT",
              List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L),
              Random::nextLong),
          integer("uint8", 8, false, "UTINYINT", List.of(0, 255), r -> r.nextInt(256)),
          integer("uint16", 16, false, "USMALLINT", List.of(0, 65535), r -> r.nextInt(65536)),
          integer(
              "uint32",
              32,
              false,
              "UINTEGER",
              List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE),
              Random::nextInt),
          integer(
              "uint64",
              64,
              false,
              "UBIGINT",
              List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE),
              Random::nextLong),
          of(
              "float",
              new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
              "FLOAT",
              "%s",
              List.of(
                  0f,
                  -0f,
                  Float.NaN,
                  Float.POSITIVE_INFINITY,
                  Float.NEGATIVE_INFINITY,
                  Float.MIN_VALUE,
                  Float.MAX_VALUE,
                  0.1f),
              r -> (float) r.nextGaussian()),
          of(
              "double",
              new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
              "DOUBLE",
              "%s",
              List.of(
                  0d,
                  -0d,
                  Double.NaN,
                  Double.POSITIVE_INFINITY,
                  Double.NEGATIVE_INFINITY,
                  Double.MIN_VALUE,
                  Double.MAX_VALUE,
                  0.1),
              Random::nextGaussian),
          decimal(1, 1),
          decimal(9, 2),
          decimal(10, 0),
          decimal(18, 4),
          decimal(19, 3),
          decimal(25, 25),
          decimal(38, 10),
          text("string", ArrowType.Utf8.INSTANCE, Map.of()),
          text("string", ArrowType.LargeUtf8.INSTANCE, Map.of()),
          of(
              "json",
              ArrowType.Utf8.INSTANCE,
              Map.of(ParquetTypes.LOGICAL, ParquetTypes.JSON),
              "JSON",
              "hex(cast(%s as varchar))",
              List.of(hex("{}"), hex("{\"a\": [1, null, \"é\"]}"), hex("null")),
              r -> hex("{\"n\":" + r.nextInt(50) + "}")),
          binary(ArrowType.Binary.INSTANCE),
          binary(ArrowType.LargeBinary.INSTANCE),
          of(
              "fixed_binary(5)",
              new ArrowType.FixedSizeBinary(5),
              "BLOB",
              HEX,
              List.of("0000000000", "FFFFFFFFFF", "8000000001"),
              r -> hex(bytes(r, 5))),
          of(
              "date",
              new ArrowType.Date(DateUnit.DAY),
              "DATE",
              "cast(datediff('day', date '1970-01-01', %s) as varchar)",
              List.of(-719162, 2932896, 0, -1),
              r -> r.nextInt(40_000) - 10_000),
          of(
              "time(us)",
              new ArrowType.Time(TimeUnit.MICROSECOND, 64),
              "TIME",
              "cast(epoch_us(%s) as varchar)",
              List.of(0L, 86_399_999_999L),
              r -> (long) (r.nextDouble() * 86_400_000_000L)),
          of(
              "time(ms)",
              new ArrowType.Time(TimeUnit.MILLISECOND, 32),
              "TIME",
              "cast(epoch_ms(%s) as varchar)",
              List.of(0, 86_399_999),
              r -> r.nextInt(86_400_000)),
          of(
              "time(ns)",
              new ArrowType.Time(TimeUnit.NANOSECOND, 64),
              "TIME_NS",
              "cast(epoch_ns(%s) as varchar)",
              List.of(0L, 86_399_999_999_999L),
              r -> (long) (r.nextDouble() * 86_400_000_000_000L)),
          timestamp(
              "timestamp(us)",
              TimeUnit.MICROSECOND,
              null,
              "TIMESTAMP",
              "epoch_us",
              -62_135_596_800_000_000L,
              253_402_300_799_999_999L),
          timestamp(
              "timestamp(ms)",
              TimeUnit.MILLISECOND,
              null,
              "TIMESTAMP",
              "epoch_ms",
              -62_135_596_800_000L,
              253_402_300_799_999L),
          timestamp(
              "timestamp(ns)",
              TimeUnit.NANOSECOND,
              null,
              "TIMESTAMP_NS",
              "epoch_ns",
              -9_000_000_000_000_000_001L,
              9_000_000_000_000_000_001L),
          timestamp(
              "timestamp_tz(us)",
              TimeUnit.MICROSECOND,
              "UTC",
              "TIMESTAMP WITH TIME ZONE",
              "epoch_us",
              -62_135_596_800_000_000L,
              253_402_300_799_999_999L),
          of("string", ArrowType.Null.INSTANCE, "VARCHAR", HEX, List.of(), r -> "41"));

  private static Kind of(
      String word,
      ArrowType type,
      String duckdbType,
      String sql,
      List<Object> special,
      Function<Random, Object> random) {
    return of(word, type, Map.of(), duckdbType, sql, special, random);
  }

  private static Kind of(
      String word,
      ArrowType type,
      Map<String, String> metadata,
      String duckdbType,
      String sql,
      List<Object> special,
      Function<Random, Object> random) {
    return new Kind(word, type, metadata, duckdbType, sql, special, random);
  }

  private static Kind integer(
      String word,
      int bits,
      boolean signed,
      String duckdbType,
      List<Object> special,
      Function<Random, Object> random) {
    return of(word, new ArrowType.Int(bits, signed), duckdbType, PLAIN, special, random);
  }

  private static Kind decimal(int precision, int scale) {
    String word = "decimal(" + precision + "," + scale + ")";
    BigInteger greatest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    return of(
        word,
        new ArrowType.Decimal(precision, scale, 128),
        word.toUpperCase(Locale.ROOT),
        "%s",
        List.of(greatest, greatest.negate(), BigInteger.ZERO, BigInteger.ONE.negate()),
        r ->
            new BigInteger(greatest.bitLength() - 1, r)
                .multiply(BigInteger.valueOf(r.nextBoolean() ? 1 : -1)));
  }

  private static Kind text(String word, ArrowType type, Map<String, String> metadata) {
    return of(
        word,
        type,
        metadata,
        "VARCHAR",
        HEX,
        List.of(
            "",
            hex(" "),
            hex("trailing  "),
            hex("Grüße, 世界 \uD83D\uDE80"),
            hex("a\u0000b"),
            hex("z".repeat(63) + "é" + "z".repeat(50)),
            hex("\uDBFF\uDFFF".repeat(40))),
        Kind::randomText);
  }

  private static Kind binary(ArrowType type) {
    return of(
        "binary",
        type,
        "BLOB",
        HEX,
        List.of("", "00", "FF".repeat(100), "80", "7F".repeat(65)),
        r -> hex(bytes(r, r.nextInt(90))));
  }

  private static Kind timestamp(
      String word,
      TimeUnit unit,
      String zone,
      String duckdbType,
      String function,
      long least,
      long greatest) {
    return of(
        word,
        new ArrowType.Timestamp(unit, zone),
        duckdbType,
        "cast(" + function + "(%s) as varchar)",
        List.of(least, greatest, 0L, -1L, -123_456_789L),
        r -> r.nextLong() % greatest);
  }

  private static Object randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4) == 0 ? random.nextInt(90) : random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          random.nextInt(5) == 0 ? 0x80 + random.nextInt(0xD000) : 'a' + random.nextInt(26));
    }
    return hex(text.toString());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static String hex(String text) {
    return hex(text.getBytes(UTF_8));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  Field field(String name) {
    return new Field(name, new FieldType(true, type, null, metadata), List.of());
  }

  boolean isAlwaysNull() {
    return type instanceof ArrowType.Null;
  }

  /** The value in words, the same for every reader. */
  String text(Object value) {
    if (value instanceof Float number) {
      return Integer.toHexString(Float.floatToRawIntBits(number));
    }
    if (value instanceof Double number) {
      return Long.toHexString(Double.doubleToRawLongBits(number));
    }
    if (type instanceof ArrowType.Int integer && !integer.getIsSigned()) {
      return value instanceof Integer number
          ? Integer.toUnsignedString(number)
          : Long.toUnsignedString((Long) value);
    }
    return value.toString();
  }

  /** Puts a value into a vector; empty is null. */
  void set(FieldVector vector, int row, Optional<Object> value) {
    if (value.isEmpty() || isAlwaysNull()) {
      vector.setNull(row);
    } else {
      set(vector, row, value.get());
    }
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (vector instanceof BitVector bits) {
      bits.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof DecimalVector decimals) {
      decimals.setSafe(row, new BigDecimal((BigInteger) value, decimals.getScale()));
    } else if (vector instanceof BaseVariableWidthVector texts) {
      texts.setSafe(row, HexFormat.of().parseHex((String) value));
    } else if (vector instanceof BaseLargeVariableWidthVector texts) {
      texts.setSafe(row, HexFormat.of().parseHex((String) value));
    } else if (vector instanceof FixedSizeBinaryVector binaries) {
      binaries.setSafe(row, HexFormat.of().parseHex((String) value));
    } else {
      setNumber((BaseFixedWidthVector) vector, row, value);
    }
  }

  private static void setNumber(BaseFixedWidthVector vector, int row, Object value) {
    vector.setIndexDefined(row);
    int width = vector.getTypeWidth();
    long at = (long) row * width;
    long bits =
        value instanceof Float number
            ? Float.floatToRawIntBits(number)
            : value instanceof Double number
                ? Double.doubleToRawLongBits(number)
                : ((Number) value).longValue();
    for (int i = 0; i < width; i++) {
      vector.getDataBuffer().setByte(at + i, (byte) (bits >>> (8 * i)));
    }
  }
}
