package dev.penstock.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Values of any column as they are compared with the types of others; none of them NULL. */
final class Values {
  private static final long SECOND = 1_000_000_000L;

  private Values() {}

  /** A time of day. */
  record TimeOfDay(long nanos) {}

  /**
   * Numbers as BigDecimal, but NaN and infinities as Double; times as {@link TimeOfDay},
   * LocalDateTime, or Instant where they have a zone; empty for what goes with its own type alone.
   */
  static Optional<Object> of(FieldVector vector, int row) {
    if (vector instanceof BaseIntVector whole) {
      return Optional.of(BigDecimal.valueOf(whole.getValueAsLong(row)));
    }
    if (vector instanceof FloatingPointVector number) {
      double value = number.getValueAsDouble(row);
      return Optional.of(Double.isFinite(value) ? (Object) new BigDecimal(value) : (Object) value);
    }
    if (vector instanceof DecimalVector decimal) {
      return Optional.of(decimal.getObject(row));
    }
    if (vector instanceof BitVector bit) {
      return Optional.of(bit.get(row) != 0);
    }
    return vector instanceof TimeStampVector moment
        ? Optional.of(moment(moment, row))
        : other(vector, row);
  }

  private static Optional<Object> other(FieldVector vector, int row) {
    if (vector instanceof VarCharVector text) {
      return Optional.of(new String(text.get(row), UTF_8));
    }
    if (vector instanceof VarBinaryVector bytes) {
      return Optional.of(bytes.get(row));
    }
    if (vector instanceof FixedSizeBinaryVector bytes) {
      return Optional.of(bytes.get(row));
    }
    if (vector instanceof DateDayVector date) {
      return Optional.of(LocalDate.ofEpochDay(date.get(row)));
    }
    if (vector instanceof TimeMilliVector time) {
      return Optional.of(new TimeOfDay(time.get(row) * 1_000_000L));
    }
    if (vector instanceof TimeMicroVector time) {
      return Optional.of(new TimeOfDay(time.get(row) * 1_000L));
    }
    return vector instanceof TimeNanoVector time
        ? Optional.of(new TimeOfDay(time.get(row)))
        : Optional.empty();
  }

  private static Object moment(TimeStampVector vector, int row) {
    ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
    long unit = perSecond(type.getUnit());
    long value = vector.get(row);
    long seconds = Math.floorDiv(value, unit);
    long nanos = Math.floorMod(value, unit) * (SECOND / unit);
    return type.getTimezone() == null
        ? LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC)
        : Instant.ofEpochSecond(seconds, nanos);
  }

  static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> SECOND;
    };
  }
}
