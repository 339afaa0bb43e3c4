package dev.penstock.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The Parquet type of each Arrow type. Every column is optional, and so is whatever stands in lists
 * and structs.
 */
public final class ParquetTypes {
  /** The key in a field's metadata that says what a text holds. */
  public static final String LOGICAL = "logical";

  /** The value of {@link #LOGICAL} for JSON texts. */
  public static final String JSON = "json";

  private static final int LARGEST_PRECISION = 38;
  private static final String ELEMENT = "element";
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private ParquetTypes() {}

  /**
   * The columns of a file, in order.
   *
   * @throws IngestException VALUE, naming the column, for a type that has no Parquet form here
   */
  public static MessageType of(Schema schema) {
    List<Type> columns = new ArrayList<>();
    for (Field field : schema.getFields()) {
      columns.add(type(field, field.getName()));
    }
    return new MessageType("schema", columns);
  }

  /**
   * @param column for messages
   */
  private static Type type(Field field, String column) {
    if (isList(field)) {
      // In the three levels that the format asks for, so that a list may be null and its values
      // too.
      return ConversionPatterns.listOfElements(
          Type.Repetition.OPTIONAL,
          field.getName(),
          type(named(field.getChildren().get(0), ELEMENT), column));
    }
    if (isStruct(field)) {
      return struct(field, column);
    }
    Form form = form(named(field, column));
    return Types.optional(form.physical)
        .length(form.length)
        .as(form.logical)
        .named(field.getName());
  }

  private static Type struct(Field field, String column) {
    Set<String> names = new HashSet<>();
    List<Type> members = new ArrayList<>();
    for (Field member : field.getChildren()) {
      if (!names.add(member.getName())) {
        throw new IngestException(
            ErrorCode.VALUE,
            "column %s: two members of a struct in it have the name %s.\nLeave it out with the column columns, or turn it into text with column_types."
                .formatted(column, member.getName()));
      }
      members.add(type(member, column));
    }
    if (members.isEmpty()) {
      throw refused(named(field, column));
    }
    return new GroupType(Type.Repetition.OPTIONAL, field.getName(), members);
  }

  private static Field named(Field field, String name) {
    return new Field(name, field.getFieldType(), field.getChildren());
  }

  /**
   * A column's type in words, such as {@code decimal(10,2)}, {@code timestamp_tz(us)} or {@code
   * list<struct<id:int64,"a b":string>>}; names that are no plain words stand in quotes.
   */
  public static String word(Field field) {
    return word(field, field.getName());
  }

  private static String word(Field field, String column) {
    if (isList(field)) {
      return "list<" + word(field.getChildren().get(0), column) + ">";
    }
    return isStruct(field)
        ? field.getChildren().stream()
            .map(member -> quoted(member.getName()) + ":" + word(member, column))
            .collect(Collectors.joining(",", "struct<", ">"))
        : form(named(field, column)).word;
  }

  private static String quoted(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  static boolean isList(Field field) {
    return field.getType().getTypeID() == ArrowType.ArrowTypeID.List;
  }

  static boolean isStruct(Field field) {
    return field.getType().getTypeID() == ArrowType.ArrowTypeID.Struct;
  }

  static PrimitiveType of(Field field) {
    Form form = form(field);
    return Types.optional(form.physical)
        .length(form.length)
        .as(form.logical)
        .named(field.getName());
  }

  /** The fewest bytes that hold every number of so many decimal digits. */
  static int bytesOf(int precision) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }

  private static Form form(Field field) {
    ArrowType type = field.getType();
    return switch (type.getTypeID()) {
      case Null -> new Form(BINARY, stringType(), "string");
      case Bool -> new Form(BOOLEAN, null, "boolean");
      case Int -> integer((ArrowType.Int) type);
      case FloatingPoint -> floating(field, ((ArrowType.FloatingPoint) type).getPrecision());
      case Decimal -> decimal(field, (ArrowType.Decimal) type);
      case Utf8, LargeUtf8 -> text(field);
      case Binary, LargeBinary -> new Form(BINARY, null, "binary");
      case FixedSizeBinary -> fixed(field, ((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Date, Time, Timestamp -> temporal(field);
      default -> throw refused(field);
    };
  }

  private static Form fixed(Field field, int width) {
    if (width < 1) {
      throw refused(field);
    }
    return new Form(FIXED_LEN_BYTE_ARRAY, null, "fixed_binary(" + width + ")", width);
  }

  private static Form integer(ArrowType.Int type) {
    PrimitiveTypeName physical = type.getBitWidth() == Long.SIZE ? INT64 : INT32;
    boolean plain = type.getIsSigned() && type.getBitWidth() >= Integer.SIZE;
    return new Form(
        physical,
        plain ? null : intType(type.getBitWidth(), type.getIsSigned()),
        (type.getIsSigned() ? "int" : "uint") + type.getBitWidth());
  }

  private static Form floating(Field field, FloatingPointPrecision precision) {
    if (precision == FloatingPointPrecision.HALF) {
      throw refused(field);
    }
    return precision == FloatingPointPrecision.SINGLE
        ? new Form(FLOAT, null, "float")
        : new Form(DOUBLE, null, "double");
  }

  private static Form decimal(Field field, ArrowType.Decimal type) {
    int precision = type.getPrecision();
    if (type.getBitWidth() != 128
        || precision > LARGEST_PRECISION
        || type.getScale() < 0
        || type.getScale() > precision) {
      throw refused(field);
    }
    String word = "decimal(" + precision + "," + type.getScale() + ")";
    LogicalTypeAnnotation logical = decimalType(type.getScale(), precision);
    if (precision <= 9) {
      return new Form(INT32, logical, word);
    }
    return precision <= 18
        ? new Form(INT64, logical, word)
        : new Form(FIXED_LEN_BYTE_ARRAY, logical, word, bytesOf(precision));
  }

  private static Form text(Field field) {
    return JSON.equals(field.getMetadata().get(LOGICAL))
        ? new Form(BINARY, jsonType(), "json")
        : new Form(BINARY, stringType(), "string");
  }

  private static Form temporal(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Date date
        && date.getUnit() == org.apache.arrow.vector.types.DateUnit.DAY) {
      return new Form(INT32, dateType(), "date");
    }
    if (type instanceof ArrowType.Time time) {
      TimeUnit unit = unit(field, time.getUnit());
      return new Form(
          unit == TimeUnit.MILLIS ? INT32 : INT64,
          timeType(false, unit),
          "time(" + word(unit) + ")");
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      TimeUnit unit = unit(field, timestamp.getUnit());
      boolean zoned = timestamp.getTimezone() != null;
      return new Form(
          INT64,
          timestampType(zoned, unit),
          (zoned ? "timestamp_tz(" : "timestamp(") + word(unit) + ")");
    }
    throw refused(field);
  }

  private static TimeUnit unit(Field field, org.apache.arrow.vector.types.TimeUnit unit) {
    return switch (unit) {
      case MILLISECOND -> TimeUnit.MILLIS;
      case MICROSECOND -> TimeUnit.MICROS;
      case NANOSECOND -> TimeUnit.NANOS;
      case SECOND -> throw refused(field);
    };
  }

  private static String word(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> "ms";
      case MICROS -> "us";
      case NANOS -> "ns";
    };
  }

  private static IngestException refused(Field field) {
    return new IngestException(
        ErrorCode.VALUE,
        "column "
            + field.getName()
            + ": type "
            + field.getType()
            + " cannot be written to Parquet.\n"
            + "Leave it out with the column columns, or turn it into text with column_types.");
  }

  /** A type in the file; {@code logical} is null where the physical type says it all. */
  private record Form(
      PrimitiveTypeName physical, LogicalTypeAnnotation logical, String word, int length) {
    Form(PrimitiveTypeName physical, LogicalTypeAnnotation logical, String word) {
      this(physical, logical, word, 0);
    }
  }
}
