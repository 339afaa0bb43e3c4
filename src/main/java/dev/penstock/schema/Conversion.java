package dev.penstock.schema;

import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Brings the values of one column into another type, a batch at a time. */
interface Conversion {
  /** Hears of each value that has no place in the other type; it is NULL there. */
  @FunctionalInterface
  interface Unfit {
    void at(int row);
  }

  /** {@code to} is fresh and has room for so many rows. */
  void run(FieldVector from, FieldVector to, int rows, Unfit unfit);

  /** Between columns of these types; chosen once, as the row loop must not. */
  static Conversion between(FieldVector from, FieldVector to) {
    if (to instanceof BigIntVector && from instanceof BaseIntVector) {
      return Conversion::wholeNumbers;
    }
    if (to instanceof IntVector && from instanceof BaseIntVector && bits(from) < Integer.SIZE) {
      return Conversion::smallNumbers;
    }
    if (to instanceof Float8Vector && from instanceof Float4Vector) {
      return Conversion::floats;
    }
    return NestedConversion.isNested(to)
        ? NestedConversion.between(from.getField(), to.getField())
        : Conversion::any;
  }

  private static int bits(FieldVector whole) {
    return ((ArrowType.Int) whole.getField().getType()).getBitWidth();
  }

  private static void wholeNumbers(FieldVector from, FieldVector to, int rows, Unfit unfit) {
    BaseIntVector source = (BaseIntVector) from;
    BigIntVector target = (BigIntVector) to;
    for (int row = 0; row < rows; row++) {
      if (!source.isNull(row)) {
        target.set(row, source.getValueAsLong(row));
      }
    }
  }

  private static void smallNumbers(FieldVector from, FieldVector to, int rows, Unfit unfit) {
    BaseIntVector source = (BaseIntVector) from;
    IntVector target = (IntVector) to;
    for (int row = 0; row < rows; row++) {
      if (!source.isNull(row)) {
        target.set(row, (int) source.getValueAsLong(row));
      }
    }
  }

  private static void floats(FieldVector from, FieldVector to, int rows, Unfit unfit) {
    Float4Vector source = (Float4Vector) from;
    Float8Vector target = (Float8Vector) to;
    for (int row = 0; row < rows; row++) {
      if (!source.isNull(row)) {
        target.set(row, source.get(row));
      }
    }
  }

  private static void any(FieldVector from, FieldVector to, int rows, Unfit unfit) {
    for (int row = 0; row < rows; row++) {
      if (from.isNull(row)) {
        continue;
      }
      Optional<Object> value = Values.of(from, row);
      if (value.isEmpty() || !Fitting.put(to, row, value.get())) {
        unfit.at(row);
      }
    }
  }
}
