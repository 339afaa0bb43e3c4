package dev.penstock.source.jdbc.column;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.HexWriter;
import dev.penstock.source.column.ListFiller;
import dev.penstock.source.column.UnfitValueException;
import dev.penstock.source.column.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;

/** Writes the elements of arrays, which the driver gives as objects. Used by one thread. */
public abstract class ElementWriter {
  private ElementWriter() {}

  /** What bytes among the elements are. */
  public enum Bytes {
    /** Their hexadecimal digits land where no bytes can. */
    DATA,
    /** A text in UTF-8. */
    TEXT
  }

  /**
   * @param type in which the elements land
   */
  public static ElementWriter of(ColumnType type, Bytes bytes) {
    return type.kind() == Kind.LIST
        ? new Lists(of(type.element().orElseThrow(), bytes))
        : new Single(type, bytes);
  }

  abstract void attach(FieldVector vector);

  /**
   * @param element not null
   * @return about how many bytes it takes
   */
  abstract int write(Object element, int at) throws SQLException;

  private static final class Lists extends ElementWriter {
    private static final int OVERHEAD = 2 * Integer.BYTES;

    private final ElementWriter element;
    private final ListFiller lists;

    Lists(ElementWriter element) {
      this.element = element;
      this.lists = new ListFiller(element::attach);
    }

    @Override
    void attach(FieldVector vector) {
      lists.attach(vector);
    }

    @Override
    int write(Object array, int at) throws SQLException {
      if (!ArrayValues.isArray(array)) {
        throw new UnfitValueException(ArrayValues.text(array), "is no list", "json");
      }
      lists.start(at);
      int bytes = OVERHEAD;
      for (Object value : ArrayValues.ofElement(array)) {
        int place = lists.next();
        bytes += value == null ? 1 : written(value, place);
      }
      lists.end(at);
      return bytes;
    }

    private int written(Object value, int place) throws SQLException {
      try {
        return element.write(value, place);
      } catch (UnfitValueException e) {
        throw e.inList();
      }
    }
  }

  private static final class Single extends ElementWriter {
    private static final Set<Class<?>> WHOLE =
        Set.of(Byte.class, Short.class, Integer.class, Long.class);

    private final ValueWriter writer;
    private final ValueWriter ofBytes;
    private final boolean floating;
    private final boolean keepsOffset;

    Single(ColumnType type, Bytes bytes) {
      this.writer = type.writer();
      this.ofBytes =
          bytes == Bytes.DATA && type.kind() != Kind.BINARY ? new HexWriter(writer) : writer;
      this.floating = type.kind() == Kind.DOUBLE || type.kind() == Kind.REAL;
      this.keepsOffset = type.kind() == Kind.TEXT || type.kind() == Kind.JSON;
    }

    @Override
    void attach(FieldVector vector) {
      writer.attach(vector);
    }

    @Override
    int write(Object element, int at) throws SQLException {
      if (WHOLE.contains(element.getClass())) {
        return writer.write(((Number) element).longValue(), at);
      }
      if (element instanceof Double || (element instanceof Float && floating)) {
        return writer.write(((Number) element).doubleValue(), at);
      }
      if (ArrayValues.ofThisMachine(element)) {
        throw ArrayValues.inThisZone(element);
      }
      byte[] bytes = ArrayValues.bytes(element);
      return bytes == null ? writer.write(text(element), at) : ofBytes.write(bytes, at);
    }

    private byte[] text(Object element) throws SQLException {
      String text =
          element instanceof OffsetDateTime moment && !keepsOffset
              ? ExactText.ofInstant(moment)
              : ArrayValues.text(element);
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
