package dev.penstock.schema;

/**
 * What follows {@code __v_} in the names of columns for values that another column of their field
 * does not take.
 */
final class VariantKinds {
  private VariantKinds() {}

  /** One word for all types that go together, as dlt has it. */
  static String kind(LandedType type) {
    return switch (type.family()) {
      case INT -> "bigint";
      case FLOAT -> "double";
      case DECIMAL -> "decimal";
      case BOOLEAN -> "bool";
      case TEXT -> "text";
      case JSON -> "json";
      case BINARY, FIXED -> "binary";
      case DATE -> "date";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMP_TZ -> "timestamptz";
      case LIST -> "list_" + kind(type.members().get(0).type());
      case STRUCT -> "struct";
      case OTHER -> type.word().replaceAll("\\W+", "_");
    };
  }

  /** The same where types of one kind are told apart, in the words of SQL. */
  static String exactKind(LandedType type) {
    int size = type.size();
    return switch (type.family()) {
      case INT ->
          switch (size) {
            case Byte.SIZE -> "tinyint";
            case Short.SIZE -> "smallint";
            case Integer.SIZE -> "int";
            default -> kind(type);
          };
      case FLOAT -> type.word();
      case DECIMAL -> "%s_%d_%d".formatted(kind(type), size, type.scale());
      case FIXED -> "%s_%d".formatted(kind(type), size);
      case TIME, TIMESTAMP, TIMESTAMP_TZ ->
          size == 6 ? kind(type) : kind(type) + (size == 3 ? "_ms" : "_ns");
      case LIST -> "list_" + exactKind(type.members().get(0).type());
      case BOOLEAN, TEXT, JSON, BINARY, DATE, STRUCT, OTHER -> kind(type);
    };
  }
}
