package dev.penstock.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Puts {@link Values} into a column of another type, each exactly or not at all. */
final class Fitting {
  /** As numbers are written where each has one form, but for zeros at the end of a fraction. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,60})(\\.\\d{1,60})?([eE][+-]?\\d{1,3})?");

  private static final long DAY_NANOS = 86_400_000_000_000L;

  private Fitting() {}

  /** False when the value has no place in the column, which is then as it was. */
  static boolean put(FieldVector to, int row, Object value) {
    try {
      if (to instanceof VarCharVector text) {
        return text(value).map(written -> set(text, row, written)).orElse(false);
      }
      if (to instanceof VarBinaryVector || to instanceof FixedSizeBinaryVector) {
        return bytes(to, row, value);
      }
      return isNumber(to)
          ? number(value).map(n -> number(to, row, n)).orElse(false)
          : other(to, row, value);
    } catch (ArithmeticException | DateTimeException e) {
      // It is what these say of a value that has no place.
      return false;
    }
  }

  private static boolean isNumber(FieldVector to) {
    return to instanceof BaseIntVector
        || to instanceof DecimalVector
        || to instanceof Float4Vector
        || to instanceof Float8Vector;
  }

  private static boolean set(VarCharVector to, int row, String value) {
    to.setSafe(row, value.getBytes(UTF_8));
    return true;
  }

  private static Optional<String> text(Object value) {
    if (value instanceof BigDecimal number) {
      return Optional.of(number.toPlainString());
    }
    boolean oneForm =
        value instanceof String || value instanceof Boolean || value instanceof LocalDate;
    return oneForm ? Optional.of(value.toString()) : Optional.empty();
  }

  private static boolean bytes(FieldVector to, int row, Object value) {
    if (!(value instanceof byte[] bytes)) {
      return false;
    }
    if (to instanceof VarBinaryVector any) {
      any.setSafe(row, bytes);
      return true;
    }
    FixedSizeBinaryVector fixed = (FixedSizeBinaryVector) to;
    if (bytes.length != fixed.getByteWidth()) {
      return false;
    }
    fixed.setSafe(row, bytes);
    return true;
  }

  /** As BigDecimal or, what is no number, Double. */
  private static Optional<Object> number(Object value) {
    if (value instanceof BigDecimal || value instanceof Double) {
      return Optional.of(value);
    }
    return value instanceof String text && NUMBER.matcher(text).matches()
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private static boolean number(FieldVector to, int row, Object value) {
    if (to instanceof Float4Vector || to instanceof Float8Vector) {
      return floating(to, row, value);
    }
    if (!(value instanceof BigDecimal number)) {
      return false;
    }
    if (to instanceof DecimalVector decimal) {
      BigDecimal scaled = number.setScale(decimal.getScale());
      if (scaled.precision() > decimal.getPrecision()) {
        return false;
      }
      decimal.setSafe(row, scaled);
      return true;
    }
    long whole = number.longValueExact();
    int bits = ((ArrowType.Int) to.getField().getType()).getBitWidth();
    if (bits < Long.SIZE && whole >> (bits - 1) != 0 && whole >> (bits - 1) != -1) {
      return false;
    }
    ((BaseIntVector) to).setWithPossibleTruncate(row, whole);
    return true;
  }

  private static boolean floating(FieldVector to, int row, Object value) {
    double number = ((Number) value).doubleValue();
    boolean exact = !(value instanceof BigDecimal wanted) || isExact(number, wanted);
    if (to instanceof Float8Vector eight) {
      if (exact) {
        eight.setSafe(row, number);
      }
      return exact;
    }
    float narrow = (float) number;
    boolean same = exact && Double.compare(narrow, number) == 0;
    if (same) {
      ((Float4Vector) to).setSafe(row, narrow);
    }
    return same;
  }

  /** A decimal fraction is taken for the double that its digits stand for. */
  private static boolean isExact(double number, BigDecimal wanted) {
    return Double.isFinite(number)
        && (new BigDecimal(number).compareTo(wanted) == 0
            || BigDecimal.valueOf(number).compareTo(wanted) == 0);
  }

  private static boolean other(FieldVector to, int row, Object value) {
    if (to instanceof BitVector bit) {
      String word = String.valueOf(value);
      boolean known = "true".equals(word) || "false".equals(word);
      if (known) {
        bit.setSafe(row, "true".equals(word) ? 1 : 0);
      }
      return known;
    }
    if (to instanceof DateDayVector days) {
      return date(value).map(day -> set(days, row, day)).orElse(false);
    }
    if (to instanceof TimeStampVector moments) {
      return moment(moments, row, value);
    }
    return time(value).filter(nanos -> time(to, row, nanos)).isPresent();
  }

  private static boolean set(DateDayVector to, int row, LocalDate day) {
    to.setSafe(row, Math.toIntExact(day.toEpochDay()));
    return true;
  }

  private static Optional<LocalDate> date(Object value) {
    if (value instanceof String text) {
      return Optional.of(LocalDate.parse(text));
    }
    if (value instanceof LocalDateTime moment) {
      return moment.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? Optional.of(moment.toLocalDate())
          : Optional.empty();
    }
    return value instanceof LocalDate date ? Optional.of(date) : Optional.empty();
  }

  private static boolean moment(TimeStampVector to, int row, Object value) {
    ArrowType.Timestamp type = (ArrowType.Timestamp) to.getField().getType();
    Optional<Instant> moment =
        type.getTimezone() == null
            ? local(value).map(at -> at.toInstant(ZoneOffset.UTC))
            : instant(value);
    if (moment.isEmpty()) {
      return false;
    }
    long unit = Values.perSecond(type.getUnit());
    long fraction = 1_000_000_000L / unit;
    Instant at = moment.get();
    long seconds = at.getEpochSecond();
    int nanos = at.getNano();
    if (nanos % fraction != 0) {
      return false;
    }
    BigInteger units =
        BigInteger.valueOf(seconds)
            .multiply(BigInteger.valueOf(unit))
            .add(BigInteger.valueOf(nanos / fraction));
    to.setSafe(row, units.longValueExact());
    return true;
  }

  private static Optional<LocalDateTime> local(Object value) {
    if (value instanceof String text) {
      return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')));
    }
    if (value instanceof LocalDate date) {
      return Optional.of(date.atStartOfDay());
    }
    return value instanceof LocalDateTime moment ? Optional.of(moment) : Optional.empty();
  }

  private static Optional<Instant> instant(Object value) {
    if (value instanceof String text) {
      return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
    }
    return value instanceof Instant moment ? Optional.of(moment) : Optional.empty();
  }

  private static Optional<Long> time(Object value) {
    if (value instanceof String text) {
      return Optional.of(LocalTime.parse(text).toNanoOfDay());
    }
    return value instanceof Values.TimeOfDay time ? Optional.of(time.nanos()) : Optional.empty();
  }

  private static boolean time(FieldVector to, int row, long nanos) {
    if (nanos < 0 || nanos > DAY_NANOS) {
      return false;
    }
    if (to instanceof TimeNanoVector vector) {
      vector.setSafe(row, nanos);
      return true;
    }
    if (to instanceof TimeMicroVector vector && nanos % 1_000 == 0) {
      vector.setSafe(row, nanos / 1_000);
      return true;
    }
    if (to instanceof TimeMilliVector vector && nanos % 1_000_000 == 0) {
      vector.setSafe(row, (int) (nanos / 1_000_000));
      return true;
    }
    return false;
  }
}
