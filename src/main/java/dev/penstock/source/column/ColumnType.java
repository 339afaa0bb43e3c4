package dev.penstock.source.column;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The type in which a column lands.
 *
 * @param precision digits of a decimal; 0 for all other kinds
 * @param scale of a decimal; 0 for all other kinds
 * @param element of a list; empty for all other kinds
 */
public record ColumnType(Kind kind, int precision, int scale, Optional<ColumnType> element) {
  /** The most digits that a Parquet or Arrow decimal of 128 bits holds. */
  public static final int MAX_PRECISION = 38;

  private static final Pattern DECIMAL =
      Pattern.compile("(?:decimal|numeric)\\s*\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\)");
  private static final Pattern LIST = Pattern.compile("list\\s*\\((.*)\\)");
  private static final Map<String, Kind> SYNONYMS =
      Map.of(
          "string", Kind.TEXT,
          "varchar", Kind.TEXT,
          "int", Kind.INTEGER,
          "long", Kind.BIGINT,
          "bool", Kind.BOOLEAN,
          "bytes", Kind.BINARY);

  /** The kinds of value. The names, in lower case, are what {@code column_types} accepts. */
  public enum Kind {
    SMALLINT,
    INTEGER,
    BIGINT,
    REAL,
    DOUBLE,
    DECIMAL,
    BOOLEAN,
    DATE,
    TIME,
    TIME_NS,
    TIMESTAMP,
    TIMESTAMP_NS,
    TIMESTAMPTZ,
    TIMESTAMPTZ_NS,
    TEXT,
    JSON,
    BINARY,
    LIST
  }

  public ColumnType {
    requireNonNull(kind, "kind");
    if (kind == Kind.DECIMAL
        && (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision)) {
      throw new IllegalArgumentException("decimal(%d,%d)".formatted(precision, scale));
    }
    if (kind == Kind.LIST && element.filter(e -> e.kind() != Kind.LIST).isEmpty()) {
      throw new IllegalArgumentException("a list of " + element);
    }
  }

  public static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0, Optional.empty());
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale, Optional.empty());
  }

  /**
   * @param element no list
   */
  public static ColumnType list(ColumnType element) {
    return new ColumnType(Kind.LIST, 0, 0, Optional.of(element));
  }

  /** The type of this name, in any letter case; empty when there is none. */
  public static Optional<ColumnType> parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    Matcher list = LIST.matcher(word);
    if (list.matches()) {
      return parse(list.group(1)).filter(e -> e.kind() != Kind.LIST).map(ColumnType::list);
    }
    Matcher decimal = DECIMAL.matcher(word);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
      boolean possible = precision >= 1 && precision <= MAX_PRECISION && scale <= precision;
      return possible ? Optional.of(decimal(precision, scale)) : Optional.empty();
    }
    if (SYNONYMS.containsKey(word)) {
      return Optional.of(of(SYNONYMS.get(word)));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.DECIMAL
          && kind != Kind.LIST
          && kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(of(kind));
      }
    }
    return Optional.empty();
  }

  /** Every name that {@link #parse} knows, for messages. */
  public static List<String> words() {
    return List.of(
        "text",
        "bigint",
        "integer",
        "smallint",
        "double",
        "real",
        "decimal(p,s)",
        "boolean",
        "date",
        "time",
        "time_ns",
        "timestamp",
        "timestamp_ns",
        "timestamptz",
        "timestamptz_ns",
        "json",
        "binary",
        "list(type)");
  }

  /** The names of these kinds, as a sentence lists them. */
  public static String words(Set<Kind> kinds) {
    return kinds.stream()
        .map(
            kind ->
                switch (kind) {
                  case DECIMAL -> "decimal(p,s)";
                  case LIST -> "list(type)";
                  default -> kind.name().toLowerCase(Locale.ROOT);
                })
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code decimal(10,2)}, {@code bigint} or {@code list(text)}. */
  public String word() {
    return switch (kind) {
      case DECIMAL -> "decimal(%d,%d)".formatted(precision, scale);
      case LIST -> "list(%s)".formatted(element.orElseThrow().word());
      default -> kind.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The type of the Arrow vector. */
  public ArrowType arrow() {
    return switch (kind) {
      case SMALLINT -> new ArrowType.Int(16, true);
      case INTEGER -> new ArrowType.Int(32, true);
      case BIGINT -> new ArrowType.Int(64, true);
      case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DECIMAL -> new ArrowType.Decimal(precision, scale, 128);
      case BOOLEAN -> new ArrowType.Bool();
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIME_NS -> new ArrowType.Time(TimeUnit.NANOSECOND, 64);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
      case TIMESTAMPTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case TIMESTAMPTZ_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC");
      case TEXT, JSON -> new ArrowType.Utf8();
      case BINARY -> new ArrowType.Binary();
      case LIST -> new ArrowType.List();
    };
  }

  /**
   * The type in the words of the Parquet format, such as {@code int64 (TIMESTAMP(MICROS,true))}.
   */
  public String parquet() {
    return switch (kind) {
      case SMALLINT -> "int32 (INTEGER(16,true))";
      case INTEGER -> "int32";
      case BIGINT -> "int64";
      case REAL -> "float";
      case DOUBLE -> "double";
      case DECIMAL -> "%s (DECIMAL(%d,%d))".formatted(decimalBytes(), precision, scale);
      case BOOLEAN -> "boolean";
      case DATE -> "int32 (DATE)";
      case TIME -> "int64 (TIME(MICROS,false))";
      case TIME_NS -> "int64 (TIME(NANOS,false))";
      case TIMESTAMP -> "int64 (TIMESTAMP(MICROS,false))";
      case TIMESTAMP_NS -> "int64 (TIMESTAMP(NANOS,false))";
      case TIMESTAMPTZ -> "int64 (TIMESTAMP(MICROS,true))";
      case TIMESTAMPTZ_NS -> "int64 (TIMESTAMP(NANOS,true))";
      case TEXT -> "binary (STRING)";
      case JSON -> "binary (JSON)";
      case BINARY -> "binary";
      case LIST -> "list of " + element.orElseThrow().parquet();
    };
  }

  private String decimalBytes() {
    if (precision <= 9) {
      return "int32";
    }
    int bytes = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
    return precision <= 18 ? "int64" : "fixed_len_byte_array(" + bytes + ")";
  }

  /** A new writer for vectors of this type; used by one thread. */
  public ValueWriter writer() {
    return switch (kind) {
      case SMALLINT -> new IntegerWriters.Small();
      case INTEGER -> new IntegerWriters.Normal();
      case BIGINT -> new IntegerWriters.Big();
      case REAL -> new FloatWriters.FourBytes();
      case DOUBLE -> new FloatWriters.EightBytes();
      case DECIMAL -> new DecimalWriter(precision, scale);
      case BOOLEAN -> new BooleanWriter();
      case DATE -> new TemporalWriters.Date();
      case TIME -> new TemporalWriters.Time();
      case TIME_NS -> new TemporalWriters.TimeNanos();
      case TIMESTAMP -> TemporalWriters.Timestamp.ofMicros();
      case TIMESTAMP_NS -> TemporalWriters.Timestamp.ofNanos();
      case TIMESTAMPTZ -> TemporalWriters.Instant.ofMicros();
      case TIMESTAMPTZ_NS -> TemporalWriters.Instant.ofNanos();
      case TEXT, JSON -> new TextWriter();
      case BINARY -> new BinaryWriter();
      case LIST -> new ListWriter(element.orElseThrow().writer());
    };
  }
}
