package dev.penstock.source.column;

import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;

/** Dates, times of day, and timestamps with and without zone, in micro- or nanoseconds. */
final class TemporalWriters {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private TemporalWriters() {}

  static final class Date extends ValueWriter {
    private final IsoParser parser = IsoParser.ofMicros("a date");
    private DateDayVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (DateDayVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(text, 0, text.length, row);
    }

    @Override
    public int write(byte[] text, int from, int length, int row) {
      parser.start(text, from, length);
      long day = parser.date();
      parser.finish();
      vector.set(row, (int) day);
      return Integer.BYTES;
    }
  }

  static final class Time extends ValueWriter {
    private final IsoParser parser = IsoParser.ofMicros("a time of day");
    private TimeMicroVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (TimeMicroVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(text, 0, text.length, row);
    }

    @Override
    public int write(byte[] text, int from, int length, int row) {
      vector.set(row, time(parser, text, from, length));
      return Long.BYTES;
    }
  }

  static final class TimeNanos extends ValueWriter {
    private final IsoParser parser = IsoParser.ofNanos("a time of day");
    private TimeNanoVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (TimeNanoVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(text, 0, text.length, row);
    }

    @Override
    public int write(byte[] text, int from, int length, int row) {
      vector.set(row, time(parser, text, from, length));
      return Long.BYTES;
    }
  }

  private static long time(IsoParser parser, byte[] text, int from, int length) {
    parser.start(text, from, length);
    long time = parser.time();
    parser.finish();
    return time;
  }

  /** Without a zone. A date alone is its midnight. */
  static final class Timestamp extends ValueWriter {
    private final IsoParser parser;
    private final Moments moments;
    private TimeStampVector vector;

    private Timestamp(IsoParser parser, String coarser) {
      this.parser = parser;
      this.moments = Moments.of(parser, coarser);
    }

    static Timestamp ofMicros() {
      return new Timestamp(IsoParser.ofMicros("a timestamp without zone"), "text");
    }

    static Timestamp ofNanos() {
      return new Timestamp(IsoParser.ofNanos("a timestamp without zone"), "timestamp");
    }

    @Override
    public void attach(FieldVector target) {
      vector = (TimeStampVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(text, 0, text.length, row);
    }

    @Override
    public int write(byte[] text, int from, int length, int row) {
      parser.start(text, from, length);
      long day = parser.date();
      long time = 0;
      if (!parser.atEnd()) {
        parser.dateEnds();
        time = parser.time();
        parser.finish();
      }
      vector.set(row, moments.of(parser, day, time));
      return Long.BYTES;
    }
  }

  /** With a zone; what lands is the instant. */
  static final class Instant extends ValueWriter {
    private final IsoParser parser;
    private final Moments moments;
    private TimeStampVector vector;

    private Instant(IsoParser parser, String coarser) {
      this.parser = parser;
      this.moments = Moments.of(parser, coarser);
    }

    static Instant ofMicros() {
      return new Instant(IsoParser.ofMicros("a timestamp with zone"), "text");
    }

    static Instant ofNanos() {
      return new Instant(IsoParser.ofNanos("a timestamp with zone"), "timestamptz");
    }

    @Override
    public void attach(FieldVector target) {
      vector = (TimeStampVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      return write(text, 0, text.length, row);
    }

    @Override
    public int write(byte[] text, int from, int length, int row) {
      parser.start(text, from, length);
      long day = parser.date();
      parser.dateEnds();
      long time = parser.time();
      time -= parser.zone();
      parser.finish();
      vector.set(row, moments.of(parser, day, time));
      return Long.BYTES;
    }
  }

  /**
   * Day and time as one number since 1970.
   *
   * @param reaches the end of a sentence for a moment that the number does not reach
   * @param coarser the type that holds such a moment when it has no digits behind the microsecond
   */
  private record Moments(long perDay, String reaches, String coarser) {
    static Moments of(IsoParser parser, String coarser) {
      boolean nanos = parser.perSecond() == NANOS_PER_SECOND;
      return new Moments(
          parser.perSecond() * SECONDS_PER_DAY,
          nanos
              ? "is not between 1677-09-21 and 2262-04-11, as nanoseconds since 1970 are"
              : "is beyond the year 294246",
          coarser);
    }

    /** Readers take the greatest number and its negative for the infinities, the least for none. */
    long of(IsoParser parser, long day, long time) {
      try {
        // The first day begins before the least number, so a day before 1970 is counted from its
        // end.
        long moment =
            day < 0
                ? Math.addExact(Math.multiplyExact(day + 1, perDay), time - perDay)
                : Math.addExact(Math.multiplyExact(day, perDay), time);
        if (moment > -Long.MAX_VALUE && moment < Long.MAX_VALUE) {
          return moment;
        }
      } catch (ArithmeticException e) {
        throw unfit(parser, time);
      }
      throw unfit(parser, time);
    }

    private UnfitValueException unfit(IsoParser parser, long time) {
      UnfitValueException unfit = parser.unfit(reaches);
      return time % 1000 == 0 ? unfit.mended(coarser) : unfit;
    }
  }
}
