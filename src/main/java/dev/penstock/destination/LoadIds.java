package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names for load packages and runs: the UTC time to the millisecond, then 64 random bits, so that
 * names sort by time and two machines never choose the same one. Safe for use by several threads.
 */
public final class LoadIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public LoadIds(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** A new name, such as {@code 20261121T031500123Z-9f86d081884c7d65}. */
  public String next() {
    byte[] bits = new byte[8];
    random.nextBytes(bits);
    return TIME.format(clock.instant()) + "-" + HexFormat.of().formatHex(bits);
  }
}
