package dev.penstock.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Puts the current value of a column into a row of a vector. */
@FunctionalInterface
interface Filling {
  void fill(ColumnReader from, int row);

  /**
   * Whether each value of a file's column can be put into a field of this type unchanged: the same
   * type, or a narrower one of an older load.
   */
  static boolean fits(PrimitiveType stored, Field wanted) {
    PrimitiveType now = ParquetTypes.of(wanted);
    LogicalTypeAnnotation before = stored.getLogicalTypeAnnotation();
    if (before instanceof DecimalLogicalTypeAnnotation decimal) {
      return now.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation wider
          && wider.getScale() >= decimal.getScale()
          && wider.getPrecision() - wider.getScale() >= decimal.getPrecision() - decimal.getScale();
    }
    if (wanted.getType() instanceof ArrowType.Int number && isSignedWhole(stored)) {
      return number.getIsSigned() && number.getBitWidth() >= width(stored);
    }
    return stored.getPrimitiveTypeName() == now.getPrimitiveTypeName()
        && stored.getTypeLength() == now.getTypeLength()
        && String.valueOf(before).equals(String.valueOf(now.getLogicalTypeAnnotation()));
  }

  private static boolean isSignedWhole(PrimitiveType type) {
    boolean number =
        type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
            || type.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return number
        && (logical == null
            || (logical instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer
                && integer.isSigned()));
  }

  private static int width(PrimitiveType type) {
    return type.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation integer
        ? integer.getBitWidth()
        : type.getPrimitiveTypeName() == PrimitiveTypeName.INT64 ? Long.SIZE : Integer.SIZE;
  }

  /**
   * @param stored one that {@link #fits} the field of {@code vector}
   */
  static Filling of(PrimitiveType stored, FieldVector vector) {
    if (vector instanceof DecimalVector decimal) {
      return decimal(stored, decimal);
    }
    return switch (stored.getPrimitiveTypeName()) {
      case BOOLEAN -> {
        BitVector bits = (BitVector) vector;
        yield (from, row) -> bits.set(row, from.getBoolean() ? 1 : 0);
      }
      case INT32, INT64 -> whole(stored, vector);
      case FLOAT -> {
        Float4Vector floats = (Float4Vector) vector;
        yield (from, row) -> floats.set(row, from.getFloat());
      }
      case DOUBLE -> {
        Float8Vector doubles = (Float8Vector) vector;
        yield (from, row) -> doubles.set(row, from.getDouble());
      }
      default -> bytes(vector);
    };
  }

  private static Filling bytes(FieldVector vector) {
    if (vector instanceof VarCharVector text) {
      return (from, row) -> text.setSafe(row, from.getBinary().getBytes());
    }
    if (vector instanceof VarBinaryVector binary) {
      return (from, row) -> binary.setSafe(row, from.getBinary().getBytes());
    }
    if (vector instanceof LargeVarCharVector text) {
      return (from, row) -> text.setSafe(row, from.getBinary().getBytes());
    }
    if (vector instanceof LargeVarBinaryVector binary) {
      return (from, row) -> binary.setSafe(row, from.getBinary().getBytes());
    }
    FixedSizeBinaryVector fixed = (FixedSizeBinaryVector) vector;
    return (from, row) -> fixed.set(row, from.getBinary().getBytes());
  }

  private static Filling whole(PrimitiveType stored, FieldVector vector) {
    Whole whole =
        stored.getPrimitiveTypeName() == PrimitiveTypeName.INT64
            ? ColumnReader::getLong
            : ColumnReader::getInteger;
    if (vector instanceof BaseIntVector numbers) {
      return (from, row) -> numbers.setWithPossibleTruncate(row, whole.of(from));
    }
    if (vector instanceof DateDayVector days) {
      return (from, row) -> days.set(row, (int) whole.of(from));
    }
    if (vector instanceof TimeStampVector times) {
      return (from, row) -> times.set(row, whole.of(from));
    }
    if (vector instanceof TimeMilliVector times) {
      return (from, row) -> times.set(row, (int) whole.of(from));
    }
    if (vector instanceof TimeMicroVector times) {
      return (from, row) -> times.set(row, whole.of(from));
    }
    if (vector instanceof TimeNanoVector times) {
      return (from, row) -> times.set(row, whole.of(from));
    }
    throw new IllegalStateException("no filling of " + vector.getField());
  }

  private static Filling decimal(PrimitiveType stored, DecimalVector vector) {
    int scale = ((DecimalLogicalTypeAnnotation) stored.getLogicalTypeAnnotation()).getScale();
    Unscaled unscaled =
        switch (stored.getPrimitiveTypeName()) {
          case INT32 -> from -> BigInteger.valueOf(from.getInteger());
          case INT64 -> from -> BigInteger.valueOf(from.getLong());
          default -> from -> new BigInteger(from.getBinary().getBytes());
        };
    return (from, row) ->
        vector.set(row, new BigDecimal(unscaled.of(from), scale).setScale(vector.getScale()));
  }

  /** A whole number of any width. */
  interface Whole {
    long of(ColumnReader from);
  }

  /** A decimal's digits. */
  interface Unscaled {
    BigInteger of(ColumnReader from);
  }
}
