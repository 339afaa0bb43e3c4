package dev.penstock.testing;

import java.util.TimeZone;
import org.h2.util.DateTimeUtils;

/** Puts the machine into another time zone, and back when closed. Of one test at a time. */
public final class OtherZone implements AutoCloseable {
  private final TimeZone usual = TimeZone.getDefault();

  private OtherZone(String zone) {
    set(TimeZone.getTimeZone(zone));
  }

  /** Without 02:30 on the last Sunday of March, and with two of them on that of October. */
  public static OtherZone berlin() {
    return new OtherZone("Europe/Berlin");
  }

  private static void set(TimeZone zone) {
    TimeZone.setDefault(zone);
    // H2 keeps the zone that it met first, for the tests that come later as well.
    DateTimeUtils.resetCalendar();
  }

  @Override
  public void close() {
    set(usual);
  }
}
