package dev.penstock.source.column;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * The type in which a column lands.
 *
 * @param precision digits of a decimal; 0 for all other kinds
 * @param scale of a decimal; 0 for all other kinds
 * @param element of a list; empty for all other kinds
 * @param members of a struct, at least one; empty for all other kinds
 */
public record ColumnType(
    Kind kind, int precision, int scale, Optional<ColumnType> element, List<Member> members) {
  /** The most digits that a Parquet or Arrow decimal of 128 bits holds. */
  public static final int MAX_PRECISION = 38;

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
    LIST,
    STRUCT
  }

  /** What stands under a name in a struct. */
  public record Member(String name, ColumnType type) {
    public Member {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }

  public ColumnType {
    requireNonNull(kind, "kind");
    members = List.copyOf(members);
    if (kind == Kind.DECIMAL
        && (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision)) {
      throw new IllegalArgumentException("decimal(%d,%d)".formatted(precision, scale));
    }
    if ((kind == Kind.LIST) != element.isPresent() || (kind == Kind.STRUCT) == members.isEmpty()) {
      throw new IllegalArgumentException("%s of %s %s".formatted(kind, element, members));
    }
  }

  public static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0, Optional.empty(), List.of());
  }

  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale, Optional.empty(), List.of());
  }

  public static ColumnType list(ColumnType element) {
    return new ColumnType(Kind.LIST, 0, 0, Optional.of(element), List.of());
  }

  public static ColumnType struct(List<Member> members) {
    return new ColumnType(Kind.STRUCT, 0, 0, Optional.empty(), members);
  }

  /** Whether it is a struct, or a list of anything but single values. */
  public boolean isNested() {
    return kind == Kind.STRUCT
        || element.filter(e -> e.kind == Kind.LIST || e.kind == Kind.STRUCT).isPresent();
  }

  /** The type of this name, in any letter case; empty when there is none. */
  public static Optional<ColumnType> parse(String text) {
    return TypeWords.parse(text);
  }

  /** The names that {@link #parse} knows, but for structs, for messages. */
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
                  case STRUCT -> "struct(name type, ...)";
                  default -> kind.name().toLowerCase(Locale.ROOT);
                })
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code decimal(10,2)}, {@code list(text)} or {@code struct(id bigint, sku text)}. */
  public String word() {
    return switch (kind) {
      case DECIMAL -> "decimal(%d,%d)".formatted(precision, scale);
      case LIST -> "list(%s)".formatted(element.orElseThrow().word());
      case STRUCT -> TypeWords.struct(members);
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
      case STRUCT -> new ArrowType.Struct();
    };
  }

  /** A column of this type, which may be null. */
  public Field field(String name, Map<String, String> metadata) {
    Map<String, String> all = new HashMap<>(metadata);
    if (kind == Kind.JSON) {
      all.put("logical", "json");
    }
    List<Field> children = new ArrayList<>();
    element.ifPresent(e -> children.add(e.field("element", Map.of())));
    members.forEach(member -> children.add(member.type().field(member.name(), Map.of())));
    return new Field(name, new FieldType(true, arrow(), null, all), children);
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
      case STRUCT ->
          members.stream()
              .map(member -> member.name() + " " + member.type().parquet())
              .collect(Collectors.joining(", ", "struct of (", ")"));
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
      case LIST ->
          isNested() ? jsonWriter(name -> name) : new ListWriter(element.orElseThrow().writer());
      case STRUCT -> jsonWriter(name -> name);
    };
  }

  /**
   * A new writer that takes lists and structs as JSON; used by one thread.
   *
   * @param naming the name of a member for the one that it has in the JSON
   */
  public NestedWriter jsonWriter(UnaryOperator<String> naming) {
    return new NestedWriter(this, naming);
  }
}
