package dev.penstock.source.rest.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.NestedWriter;
import dev.penstock.source.column.ValueWriter;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Writes the values of one column into its vector. Used by one thread. */
abstract class Cell {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);

  /**
   * @param naming of the members of structs
   */
  static Cell of(ColumnType type, UnaryOperator<String> naming) {
    return switch (type.kind()) {
      case TEXT, JSON -> new Text();
      case BIGINT -> new Whole(type.writer());
      case BOOLEAN -> new Flag(type.writer());
      case SMALLINT,
          INTEGER,
          REAL,
          DOUBLE,
          DECIMAL,
          DATE,
          TIME,
          TIME_NS,
          TIMESTAMP,
          TIMESTAMP_NS,
          TIMESTAMPTZ,
          TIMESTAMPTZ_NS,
          BINARY ->
          new Exact(type.writer());
      case LIST, STRUCT -> new Nested(type.jsonWriter(naming));
    };
  }

  /** Names the vector that the next values go to; to be called again when it has grown. */
  abstract void attach(FieldVector vector);

  abstract void write(long value, int row);

  /**
   * @param text of the value
   */
  abstract void write(byte[] text, int from, int length, int row);

  void write(Tag truth, int row) {
    byte[] word = truth == Tag.TRUE ? TRUE : FALSE;
    write(word, 0, word.length, row);
  }

  /** Whether its values may take far more memory than their text. */
  boolean isNested() {
    return false;
  }

  /** The bytes that were written since this was asked last, of one that is nested. */
  long taken() {
    return 0;
  }

  private static final class Text extends Cell {
    private VarCharVector vector;

    @Override
    void attach(FieldVector target) {
      vector = (VarCharVector) target;
    }

    @Override
    void write(long value, int row) {
      byte[] digits = Long.toString(value).getBytes(US_ASCII);
      vector.setSafe(row, digits, 0, digits.length);
    }

    @Override
    void write(byte[] text, int from, int length, int row) {
      vector.setSafe(row, text, from, length);
    }
  }

  /** Whatever must fit exactly or not at all. */
  private static class Exact extends Cell {
    private final ValueWriter writer;

    Exact(ValueWriter writer) {
      this.writer = writer;
    }

    @Override
    void attach(FieldVector target) {
      writer.attach(target);
    }

    @Override
    void write(long value, int row) {
      writer.write(value, row);
    }

    @Override
    void write(byte[] text, int from, int length, int row) {
      writer.write(text, from, length, row);
    }
  }

  private static final class Flag extends Exact {
    private BitVector vector;

    Flag(ValueWriter writer) {
      super(writer);
    }

    @Override
    void attach(FieldVector target) {
      super.attach(target);
      vector = (BitVector) target;
    }

    @Override
    void write(Tag truth, int row) {
      vector.set(row, truth == Tag.TRUE ? 1 : 0);
    }
  }

  private static final class Whole extends Exact {
    private BigIntVector vector;

    Whole(ValueWriter writer) {
      super(writer);
    }

    @Override
    void attach(FieldVector target) {
      super.attach(target);
      vector = (BigIntVector) target;
    }

    @Override
    void write(long value, int row) {
      vector.set(row, value);
    }
  }

  /** Lists, whose values are JSON. */
  private static final class Nested extends Exact {
    private final NestedWriter writer;
    private long taken;

    Nested(NestedWriter writer) {
      super(writer);
      this.writer = writer;
    }

    @Override
    void write(byte[] text, int from, int length, int row) {
      taken += writer.write(text, from, length, row);
    }

    @Override
    boolean isNested() {
      return true;
    }

    @Override
    long taken() {
      long since = taken;
      taken = 0;
      return since;
    }
  }
}
