package dev.penstock.engine.late;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.source.CursorType;
import dev.penstock.source.CursorValue;
import dev.penstock.source.Watermark;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;

/** Cursor values from one to another, both included. */
final class CursorRange {
  private final CursorType type;
  private final Optional<CursorValue> from;
  private final Optional<CursorValue> upTo;
  private final long least;
  private final long most;
  private final boolean none;

  private CursorRange(
      CursorType type, Optional<CursorValue> from, Optional<CursorValue> upTo, boolean none) {
    this.none = none;
    this.type = type;
    this.from = from;
    this.upTo = upTo;
    this.least =
        from.map(v -> new CursorValue(v.number().setScale(0, RoundingMode.CEILING)).position())
            .orElse(Long.MIN_VALUE);
    this.most = upTo.map(CursorValue::position).orElse(Long.MAX_VALUE);
  }

  /**
   * @param from empty, or one that is no number, sets no limit; {@code upTo} likewise
   */
  static CursorRange of(CursorType type, Optional<Watermark> from, Optional<Watermark> upTo) {
    return new CursorRange(
        type, from.flatMap(CursorValue::of), upTo.flatMap(CursorValue::of), false);
  }

  /** One that no row lies in. */
  static CursorRange none(CursorType type) {
    return new CursorRange(type, Optional.empty(), Optional.empty(), true);
  }

  /** Whether the row's value lies inside; a value that is no number does. */
  boolean holds(FieldVector vector, int row) {
    if (none) {
      return false;
    }
    if (vector.isNull(row)) {
      return true;
    }
    if (vector instanceof DecimalVector || vector instanceof VarCharVector) {
      Optional<CursorValue> value = number(vector, row);
      return value.isEmpty()
          || (from.filter(v -> v.compareTo(value.get()) > 0).isEmpty()
              && upTo.filter(v -> v.compareTo(value.get()) < 0).isEmpty());
    }
    long value = whole(vector, row);
    return value >= least && value <= most;
  }

  /** The floor of a row's value; of one that is no number the greatest, as it never grows old. */
  long position(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return Long.MAX_VALUE;
    }
    return vector instanceof DecimalVector || vector instanceof VarCharVector
        ? number(vector, row).map(CursorValue::position).orElse(Long.MAX_VALUE)
        : whole(vector, row);
  }

  /** The floor of the lower end. */
  long leastPosition() {
    return from.map(CursorValue::position).orElse(Long.MIN_VALUE);
  }

  private Optional<CursorValue> number(FieldVector vector, int row) {
    return vector instanceof DecimalVector decimal
        ? Optional.of(new CursorValue(decimal.getObject(row)))
        : CursorValue.of(type, new String(((VarCharVector) vector).get(row), UTF_8));
  }

  private static long whole(FieldVector vector, int row) {
    if (vector instanceof BigIntVector big) {
      return big.get(row);
    }
    if (vector instanceof TimeStampVector time) {
      return time.get(row);
    }
    if (vector instanceof IntVector number) {
      return number.get(row);
    }
    if (vector instanceof DateDayVector date) {
      return date.get(row);
    }
    return ((SmallIntVector) vector).get(row);
  }
}
