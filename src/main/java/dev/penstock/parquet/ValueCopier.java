package dev.penstock.parquet;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.PrimitiveType;

/** Copies the values of a vector, without the nulls, behind those of a page, in PLAIN form. */
interface ValueCopier {
  /** How many rows from {@code from} on, at most {@code count}, fit into {@code room} bytes. */
  int rowsWithin(FieldVector vector, int from, int count, int room);

  /**
   * Copies the rows of {@code slice}, which begins at row {@code from} of the vector.
   *
   * @return where the last value now ends in the page
   */
  int copy(FieldVector vector, int from, Slice slice, Page page);

  static ValueCopier of(Field field, PrimitiveType type, Scratch scratch) {
    ArrowType arrow = field.getType();
    return switch (arrow.getTypeID()) {
      case Null -> new Nothing();
      case Bool -> new Bits(scratch);
      case Int -> integers((ArrowType.Int) arrow, scratch);
      case Decimal -> decimals(type, scratch);
      case Utf8, Binary -> new VariableCopier(scratch, Integer.BYTES);
      case LargeUtf8, LargeBinary -> new VariableCopier(scratch, Long.BYTES);
      case FixedSizeBinary -> new Fixed(type.getTypeLength());
      default -> new Fixed(widthOf(type));
    };
  }

  private static ValueCopier integers(ArrowType.Int type, Scratch scratch) {
    int width = type.getBitWidth() / Byte.SIZE;
    return width >= Integer.BYTES
        ? new Fixed(width)
        : new Widened(scratch, width, type.getIsSigned() ? -1 : (1 << type.getBitWidth()) - 1);
  }

  private static ValueCopier decimals(PrimitiveType type, Scratch scratch) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> new DecimalCopier.Ints(scratch);
      case INT64 -> new DecimalCopier.Longs(scratch);
      default -> new DecimalCopier.Bytes(scratch, type.getTypeLength());
    };
  }

  private static int widthOf(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32, FLOAT -> Integer.BYTES;
      default -> Long.BYTES;
    };
  }

  static int rowsOfWidth(int width, int count, int room) {
    return Math.min(count, Math.max(0, room) / width);
  }

  /** Every row is null. */
  final class Nothing implements ValueCopier {
    @Override
    public int rowsWithin(FieldVector vector, int from, int count, int room) {
      return count;
    }

    @Override
    public int copy(FieldVector vector, int from, Slice slice, Page page) {
      return page.end();
    }
  }

  /** Arrow and Parquet hold the value in the same bytes. */
  final class Fixed implements ValueCopier {
    private final int width;

    Fixed(int width) {
      this.width = width;
    }

    @Override
    public int rowsWithin(FieldVector vector, int from, int count, int room) {
      return rowsOfWidth(width, count, room);
    }

    @Override
    public int copy(FieldVector vector, int from, Slice slice, Page page) {
      int length = slice.rows() * width;
      int at = page.reserve(length);
      vector.getDataBuffer().getBytes((long) from * width, page.bytes(), at, length);
      return slice.squeeze(page.bytes(), at, width);
    }
  }

  /** Integers of one or two bytes, which Parquet keeps in four. */
  final class Widened implements ValueCopier {
    private final Scratch scratch;
    private final int width;
    private final int mask;

    /** The mask clears the sign that reading a narrow integer adds. */
    Widened(Scratch scratch, int width, int mask) {
      this.scratch = scratch;
      this.width = width;
      this.mask = mask;
    }

    @Override
    public int rowsWithin(FieldVector vector, int from, int count, int room) {
      return rowsOfWidth(Integer.BYTES, count, room);
    }

    @Override
    public int copy(FieldVector vector, int from, Slice slice, Page page) {
      int rows = slice.rows();
      byte[] raw = scratch.raw(rows * width);
      vector.getDataBuffer().getBytes((long) from * width, raw, 0, rows * width);
      int at = page.reserve(rows * Integer.BYTES);
      byte[] target = page.bytes();
      for (int row = 0; row < rows; row++) {
        int value = width == 1 ? raw[row] : LittleEndian.getShort(raw, row * Short.BYTES);
        LittleEndian.putInt(target, at + row * Integer.BYTES, value & mask);
      }
      return slice.squeeze(target, at, Integer.BYTES);
    }
  }

  /** Booleans, a byte each until the page is encoded, so that statistics need no shifting. */
  final class Bits implements ValueCopier {
    private final Scratch scratch;

    Bits(Scratch scratch) {
      this.scratch = scratch;
    }

    @Override
    public int rowsWithin(FieldVector vector, int from, int count, int room) {
      return rowsOfWidth(1, count, room);
    }

    @Override
    public int copy(FieldVector vector, int from, Slice slice, Page page) {
      int rows = slice.rows();
      int first = from >> 3;
      int length = ((from + rows + 7) >> 3) - first;
      byte[] raw = scratch.raw(length);
      ArrowBuf data = vector.getDataBuffer();
      data.getBytes(first, raw, 0, length);
      int target = page.reserve(rows);
      int bit = from & 7;
      for (int row = 0; row < rows; row++, bit++) {
        page.bytes()[target] = (byte) (raw[bit >> 3] >> (bit & 7) & 1);
        target += slice.bit(row);
      }
      return target;
    }
  }

  static IngestException tooLarge(FieldVector vector, long bytes) {
    return new IngestException(
        ErrorCode.VALUE,
        "column "
            + vector.getName()
            + ": a value has "
            + bytes
            + " bytes, but Parquet pages take values of at most "
            + VariableCopier.MOST_BYTES
            + ".\nLeave the column out with the column columns, or shorten it with query.");
  }
}
