package dev.penstock.source.jdbc.column;

import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;

/** Dates, times of day, and timestamps with and without zone, in microseconds. */
final class TemporalWriters {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private TemporalWriters() {}

  private static long micros(byte[] text, long day, long time) {
    try {
      return Math.addExact(Math.multiplyExact(day, MICROS_PER_DAY), time);
    } catch (ArithmeticException e) {
      throw UnfitValueException.of(text, "is beyond the year 294246");
    }
  }

  static final class Date extends ValueWriter {
    private final IsoParser parser = new IsoParser("a date");
    private DateDayVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (DateDayVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      parser.start(text);
      long day = parser.date();
      parser.finish();
      vector.set(row, (int) day);
      return Integer.BYTES;
    }
  }

  static final class Time extends ValueWriter {
    private final IsoParser parser = new IsoParser("a time of day");
    private TimeMicroVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (TimeMicroVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      parser.start(text);
      long time = parser.time();
      parser.finish();
      vector.set(row, time);
      return Long.BYTES;
    }
  }

  static final class Timestamp extends ValueWriter {
    private final IsoParser parser = new IsoParser("a timestamp without zone");
    private TimeStampMicroVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (TimeStampMicroVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      parser.start(text);
      long day = parser.date();
      long time = 0;
      if (!parser.atEnd()) {
        parser.dateEnds();
        time = parser.time();
        parser.finish();
      }
      vector.set(row, micros(text, day, time));
      return Long.BYTES;
    }
  }

  static final class Instant extends ValueWriter {
    private final IsoParser parser = new IsoParser("a timestamp with zone");
    private TimeStampMicroTZVector vector;

    @Override
    public void attach(FieldVector target) {
      vector = (TimeStampMicroTZVector) target;
    }

    @Override
    public int write(byte[] text, int row) {
      parser.start(text);
      long day = parser.date();
      parser.dateEnds();
      long time = parser.time();
      time -= parser.zone();
      parser.finish();
      vector.set(row, micros(text, day, time));
      return Long.BYTES;
    }
  }
}
