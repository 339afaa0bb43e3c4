package dev.penstock.source.jdbc.column;

import dev.penstock.source.column.UnfitValueException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The elements of an array, as objects in which no zone has a say, and their text. */
public final class ArrayValues {
  /** The first column of an array's result holds the index of the element. */
  private static final int VALUE = 2;

  private ArrayValues() {}

  /** Whether an element is an array itself. */
  static boolean isArray(Object element) {
    return element instanceof java.sql.Array || element instanceof Object[];
  }

  /** The elements of such an element. */
  static Object[] ofElement(Object array) throws SQLException {
    return array instanceof java.sql.Array values ? of(values) : objects(array);
  }

  /**
   * The elements in their order. Dates and times are those of {@code java.time} where the driver
   * can give them; else they are what it made of them in the zone of this machine.
   */
  static Object[] of(java.sql.Array array) throws SQLException {
    Object[] elements = objects(array.getArray());
    for (Object element : elements) {
      if (ofThisMachine(element)) {
        return again(array, elements);
      }
    }
    return elements;
  }

  private static Object[] objects(Object array) {
    if (array instanceof Object[] objects) {
      // An array of one class alone takes no others.
      return Arrays.copyOf(objects, objects.length, Object[].class);
    }
    Object[] boxed = new Object[Array.getLength(array)];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = Array.get(array, i);
    }
    return boxed;
  }

  /** Such a value has lost what its zone does not have, as the hour that summer begins with. */
  static boolean ofThisMachine(Object element) {
    return element instanceof java.util.Date;
  }

  private static Object[] again(java.sql.Array array, Object[] elements) throws SQLException {
    try (ResultSet result = array.getResultSet()) {
      for (int i = 0; i < elements.length && result.next(); i++) {
        if (ofThisMachine(elements[i])) {
          elements[i] = exact(result, elements[i]);
        }
      }
    } catch (SQLFeatureNotSupportedException e) {
      // Whoever writes them refuses such values, with the column and the mend.
      return elements;
    }
    return elements;
  }

  private static Object exact(ResultSet element, Object legacy) throws SQLException {
    if (legacy instanceof Timestamp) {
      return element.getObject(VALUE, LocalDateTime.class);
    }
    if (legacy instanceof Date) {
      return element.getObject(VALUE, LocalDate.class);
    }
    return legacy instanceof Time ? element.getObject(VALUE, LocalTime.class) : legacy;
  }

  /** The bytes of an element that is some; null for others. */
  static byte[] bytes(Object element) throws SQLException {
    if (element instanceof Blob blob) {
      return blob.getBytes(1, Math.toIntExact(blob.length()));
    }
    return element instanceof byte[] bytes ? bytes : null;
  }

  /** An element that is neither null nor bytes, as exact text in ISO form. */
  static String text(Object element) throws SQLException {
    if (element instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (element instanceof LocalDateTime moment) {
      return ExactText.ofTimestamp(moment);
    }
    if (element instanceof OffsetDateTime moment) {
      return ExactText.ofOffset(moment);
    }
    if (element instanceof Clob clob) {
      return clob.getSubString(1, Math.toIntExact(clob.length()));
    }
    return isArray(element) || hasMembers(element) ? json(element) : element.toString();
  }

  private static boolean hasMembers(Object value) throws SQLException {
    return value instanceof Map
        || (value instanceof Struct struct && NestedName.isOne(struct.getSQLTypeName()));
  }

  /** The members of such a value by their names, in their order. */
  private static Map<?, ?> members(Object value) throws SQLException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    Struct struct = (Struct) value;
    Object[] values = struct.getAttributes();
    List<String> names = NestedName.members(struct.getSQLTypeName());
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      members.put(names.get(i), values[i]);
    }
    return members;
  }

  /** The list, struct or map of the current row as JSON; null for NULL. */
  public static String nested(ResultSet row, int index) throws SQLException {
    Object value = row.getObject(index);
    return value == null ? null : json(value);
  }

  /** The array of the current row as JSON; null for NULL. */
  public static String json(ResultSet row, int index) throws SQLException {
    java.sql.Array value = row.getArray(index);
    return value == null ? null : json(value);
  }

  private static String json(Object array) throws SQLException {
    StringBuilder json = new StringBuilder();
    append(array, json);
    return json.toString();
  }

  private static void append(Object value, StringBuilder json) throws SQLException {
    if (isArray(value)) {
      appendAll(ofElement(value), json);
    } else if (hasMembers(value)) {
      appendMembers(members(value), json);
    } else if (value == null || value instanceof Boolean) {
      json.append(value);
    } else if (value instanceof Number number && isFinite(number)) {
      json.append(text(number));
    } else if (ofThisMachine(value)) {
      throw inThisZone(value);
    } else {
      byte[] bytes = bytes(value);
      quoted(bytes == null ? text(value) : HexFormat.of().formatHex(bytes), json);
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

  private static void appendMembers(Map<?, ?> members, StringBuilder json) throws SQLException {
    String separator = "{";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (ofThisMachine(member.getKey())) {
        throw inThisZone(member.getKey());
      }
      json.append(separator);
      quoted(text(member.getKey()), json);
      json.append(':');
      append(member.getValue(), json);
      separator = ",";
    }
    json.append(members.isEmpty() ? "{}" : "}");
  }

  /** That nobody can say what a value was before the driver made it. */
  static UnfitValueException inThisZone(Object value) {
    return new UnfitValueException(
        value.toString(),
        "comes from the driver in the zone of this machine, which may have changed it",
        "");
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
