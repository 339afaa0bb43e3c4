package dev.penstock.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * A type in the files, and which types hold the values of which.
 *
 * @param size bits of numbers, digits of decimals, bytes of fixed binaries, fractional digits of
 *     times; else 0
 * @param scale of decimals
 * @param word as commit records have it, such as {@code decimal(10,2)}
 * @param members of a struct, and the element of a list
 */
record LandedType(Family family, int size, int scale, String word, List<Member> members) {
  private static final int MOST_DIGITS = 38;
  private static final Pattern INT = Pattern.compile("int(8|16|32|64)");
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");
  private static final Pattern FIXED = Pattern.compile("fixed_binary\\((\\d+)\\)");
  private static final Pattern TIMES =
      Pattern.compile("(time|timestamp|timestamp_tz)\\((ms|us|ns)\\)");
  private static final Map<String, Integer> FRACTION = Map.of("ms", 3, "us", 6, "ns", 9);

  /** Types between which values may go over. */
  enum Family {
    INT,
    FLOAT,
    DECIMAL,
    BOOLEAN,
    TEXT,
    JSON,
    BINARY,
    FIXED,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_TZ,
    LIST,
    STRUCT,
    /** What goes together with itself alone. */
    OTHER
  }

  /**
   * What stands inside another type.
   *
   * @param name as words have it
   */
  record Member(String name, LandedType type) {
    Member {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }

  LandedType {
    requireNonNull(family, "family");
    requireNonNull(word, "word");
    members = List.copyOf(members);
  }

  private LandedType(Family family, int size, int scale, String word) {
    this(family, size, scale, word, List.of());
  }

  static LandedType of(String word) {
    Optional<Family> plain =
        Optional.ofNullable(
            switch (word) {
              case "boolean" -> Family.BOOLEAN;
              case "string" -> Family.TEXT;
              case "json" -> Family.JSON;
              case "binary" -> Family.BINARY;
              case "date" -> Family.DATE;
              default -> null;
            });
    return plain
        .map(family -> new LandedType(family, 0, 0, word))
        .or(() -> NestedWords.parse(word))
        .orElseGet(() -> sized(word));
  }

  private static LandedType sized(String word) {
    Matcher whole = INT.matcher(word);
    if (whole.matches()) {
      return new LandedType(Family.INT, Integer.parseInt(whole.group(1)), 0, word);
    }
    Matcher decimal = DECIMAL.matcher(word);
    if (decimal.matches()) {
      return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher fixed = FIXED.matcher(word);
    if (fixed.matches()) {
      return new LandedType(Family.FIXED, Integer.parseInt(fixed.group(1)), 0, word);
    }
    Matcher time = TIMES.matcher(word);
    if (time.matches()) {
      Family family = Family.valueOf(time.group(1).toUpperCase(java.util.Locale.ROOT));
      return new LandedType(family, FRACTION.get(time.group(2)), 0, word);
    }
    return switch (word) {
      case "float" -> new LandedType(Family.FLOAT, Float.SIZE, 0, word);
      case "double" -> new LandedType(Family.FLOAT, Double.SIZE, 0, word);
      default -> new LandedType(Family.OTHER, 0, 0, word);
    };
  }

  private static LandedType decimal(int precision, int scale) {
    return new LandedType(
        Family.DECIMAL, precision, scale, "decimal(%d,%d)".formatted(precision, scale));
  }

  /**
   * The join, where files of this type stay: empty as well when readers could not read these
   * together with texts, as DuckDB takes all for JSON when some files say that it is.
   */
  Optional<LandedType> widen(LandedType other) {
    return join(other).filter(this::staysReadableAs);
  }

  private boolean staysReadableAs(LandedType wide) {
    return (family != Family.JSON || wide.family == family)
        && members.stream()
            .allMatch(
                member ->
                    wide.member(member.name)
                        .filter(to -> member.type.staysReadableAs(to.type))
                        .isPresent());
  }

  /** Whether a type is this one, but for members that structs in it have besides. */
  boolean growsTo(LandedType wide) {
    if (family != wide.family || members.isEmpty()) {
      return word.equals(wide.word);
    }
    return members.stream()
        .allMatch(
            member ->
                wide.member(member.name).filter(to -> member.type.growsTo(to.type)).isPresent());
  }

  /** The narrowest type that holds every value of both exactly; empty when there is none. */
  Optional<LandedType> join(LandedType other) {
    if (word.equals(other.word)) {
      return Optional.of(this);
    }
    // Families are ordered, so that each pair is looked at once.
    return family.compareTo(other.family) <= 0 ? wider(other) : other.wider(this);
  }

  private Optional<LandedType> wider(LandedType other) {
    return switch (family) {
      case INT -> number(other);
      case FLOAT, TIME -> other.family == family ? Optional.of(larger(other)) : Optional.empty();
      case DECIMAL -> other.family == family ? common(other) : Optional.empty();
      case TEXT -> other.family == Family.JSON ? Optional.of(this) : Optional.empty();
      case BINARY -> other.family == Family.FIXED ? Optional.of(this) : Optional.empty();
      case FIXED -> other.family == family ? Optional.of(of("binary")) : Optional.empty();
      case DATE ->
          other.is(Family.TIMESTAMP) && other.size < 9 ? Optional.of(other) : Optional.empty();
      case TIMESTAMP, TIMESTAMP_TZ ->
          // Nanoseconds reach from 1677 to 2262 only.
          other.family == family && Math.max(size, other.size) < 9
              ? Optional.of(larger(other))
              : Optional.empty();
      case LIST, STRUCT -> other.family == family ? nested(other) : Optional.empty();
      case BOOLEAN, JSON, OTHER -> Optional.empty();
    };
  }

  /** Members of one name go together, letter case aside; what only the other has comes last. */
  private Optional<LandedType> nested(LandedType other) {
    List<Member> all = new ArrayList<>();
    for (Member member : members) {
      Optional<LandedType> both =
          other
              .member(member.name)
              .map(same -> member.type.join(same.type))
              .orElse(Optional.of(member.type));
      if (both.isEmpty()) {
        return Optional.empty();
      }
      all.add(new Member(member.name, both.get()));
    }
    other.members.stream().filter(one -> member(one.name).isEmpty()).forEach(all::add);
    return Optional.of(NestedWords.of(family, all));
  }

  private Optional<Member> member(String name) {
    return members.stream().filter(member -> member.name.equalsIgnoreCase(name)).findFirst();
  }

  private boolean is(Family wanted) {
    return family == wanted;
  }

  private LandedType larger(LandedType other) {
    return other.size > size ? other : this;
  }

  /** Of a whole number. */
  private Optional<LandedType> number(LandedType other) {
    return switch (other.family) {
      case INT -> Optional.of(larger(other));
      case FLOAT -> {
        if (size <= Short.SIZE) {
          yield Optional.of(other);
        }
        yield size == Integer.SIZE ? Optional.of(of("double")) : Optional.empty();
      }
      case DECIMAL -> decimal(digits(), 0).common(other);
      default -> Optional.empty();
    };
  }

  private int digits() {
    return switch (size) {
      case Byte.SIZE -> 3;
      case Short.SIZE -> 5;
      case Integer.SIZE -> 10;
      default -> 19;
    };
  }

  private Optional<LandedType> common(LandedType other) {
    int fraction = Math.max(scale, other.scale);
    int whole = Math.max(size - scale, other.size - other.scale);
    return whole + fraction <= MOST_DIGITS
        ? Optional.of(decimal(whole + fraction, fraction))
        : Optional.empty();
  }

  /** A column of this type; empty for one that nothing but a source can make. */
  Optional<Field> field(String name) {
    List<Field> children = new ArrayList<>();
    for (Member member : members) {
      Optional<Field> child = member.type.field(NestedWords.plain(member.name));
      if (child.isEmpty()) {
        return child;
      }
      children.add(child.get());
    }
    Map<String, String> metadata = family == Family.JSON ? Map.of("logical", "json") : Map.of();
    return arrow()
        .map(type -> new Field(name, new FieldType(true, type, null, metadata), children));
  }

  private Optional<ArrowType> arrow() {
    return Optional.ofNullable(
        switch (family) {
          case INT -> new ArrowType.Int(size, true);
          case FLOAT ->
              new ArrowType.FloatingPoint(
                  size == Float.SIZE
                      ? FloatingPointPrecision.SINGLE
                      : FloatingPointPrecision.DOUBLE);
          case DECIMAL -> new ArrowType.Decimal(size, scale, 128);
          case BOOLEAN -> new ArrowType.Bool();
          case TEXT, JSON -> new ArrowType.Utf8();
          case BINARY -> new ArrowType.Binary();
          case FIXED -> new ArrowType.FixedSizeBinary(size);
          case DATE -> new ArrowType.Date(DateUnit.DAY);
          case TIME -> new ArrowType.Time(unit(), size == 3 ? Integer.SIZE : Long.SIZE);
          case TIMESTAMP -> new ArrowType.Timestamp(unit(), null);
          case TIMESTAMP_TZ -> new ArrowType.Timestamp(unit(), "UTC");
          case LIST -> ArrowType.List.INSTANCE;
          case STRUCT -> ArrowType.Struct.INSTANCE;
          case OTHER -> null;
        });
  }

  private TimeUnit unit() {
    return switch (size) {
      case 3 -> TimeUnit.MILLISECOND;
      case 6 -> TimeUnit.MICROSECOND;
      default -> TimeUnit.NANOSECOND;
    };
  }
}
