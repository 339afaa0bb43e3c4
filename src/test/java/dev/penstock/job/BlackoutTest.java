package dev.penstock.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ConfigException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlackoutTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static Blackout read(String text) {
    return BlackoutText.read("sheet Sources, row 2, column blackout", text, UTC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # 2026-11-27 is a Friday
          Mon-Fri 08:00-18:00                           | 2026-11-27T07:59:59Z | -
          Mon-Fri 08:00-18:00                           | 2026-11-27T08:00:00Z | 2026-11-27T18:00:00Z
          Mon-Fri 08:00-18:00                           | 2026-11-27T17:59:59Z | 2026-11-27T18:00:00Z
          Mon-Fri 08:00-18:00                           | 2026-11-27T18:00:00Z | -
          Mon-Fri 08:00-18:00                           | 2026-11-28T12:00:00Z | -
          Mon-Fri 08:00-18:00 Australia/Brisbane        | 2026-11-26T22:00:00Z | 2026-11-27T08:00:00Z
          Mon-Fri 08:00-18:00 Australia/Brisbane        | 2026-11-27T08:00:00Z | -
          mon - fri 8:00 - 18:00                        | 2026-11-27T09:00:00Z | 2026-11-27T18:00:00Z
          Monday-Friday 08:00–18:00                     | 2026-11-27T09:00:00Z | 2026-11-27T18:00:00Z
          08:00-18:00                                   | 2026-11-28T12:00:00Z | 2026-11-28T18:00:00Z
          daily 08:00-18:00                             | 2026-11-28T12:00:00Z | 2026-11-28T18:00:00Z
          Sat,Sun 00:00-24:00                           | 2026-11-28T00:00:00Z | 2026-11-30T00:00:00Z
          Fri 22:00-02:00                               | 2026-11-28T01:59:00Z | 2026-11-28T02:00:00Z
          Fri 22:00-02:00                               | 2026-11-27T01:00:00Z | -
          Fri-Mon 10:00-11:00                           | 2026-11-29T10:30:00Z | 2026-11-29T11:00:00Z
          Fri-Mon 10:00-11:00                           | 2026-12-01T10:30:00Z | -
          Fri 22:00-00:00                               | 2026-11-27T23:00:00Z | 2026-11-28T00:00:00Z
          Fri 08:00-12:00; Fri 12:00-13:00              | 2026-11-27T09:00:00Z | 2026-11-27T13:00:00Z
          Fri 08:00-12:00; Fri 13:00-14:00              | 2026-11-27T09:00:00Z | 2026-11-27T12:00:00Z
          Fri 08:00-09:00 UTC; Fri 10:00-11:00 Europe/Berlin | 2026-11-27T09:30:00Z | 2026-11-27T10:00:00Z
          """)
  void tellsWhenItIsOnAndWhenItEnds(String text, Instant now, Instant end) {
    assertThat(read(text).at(now).map(Blackout.Now::until)).isEqualTo(Optional.ofNullable(end));
  }

  /** In Berlin 02:00 to 03:00 is skipped on 2026-03-29 and comes twice on 2026-10-25. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Sun 01:30-04:00 Europe/Berlin | 2026-03-29T00:29:59Z | -
          Sun 01:30-04:00 Europe/Berlin | 2026-03-29T00:30:00Z | 2026-03-29T02:00:00Z
          Sun 02:30-04:00 Europe/Berlin | 2026-03-29T00:59:59Z | -
          Sun 02:30-04:00 Europe/Berlin | 2026-03-29T01:00:00Z | 2026-03-29T02:00:00Z
          Sun 01:00-02:30 Europe/Berlin | 2026-03-29T00:59:59Z | 2026-03-29T01:00:00Z
          Sun 01:00-02:30 Europe/Berlin | 2026-03-29T01:00:00Z | -
          Sun 02:15-02:45 Europe/Berlin | 2026-03-29T01:00:00Z | -
          Sun 02:30-04:00 Europe/Berlin | 2026-10-25T00:29:59Z | -
          Sun 02:30-04:00 Europe/Berlin | 2026-10-25T00:30:00Z | 2026-10-25T03:00:00Z
          Sun 01:00-02:30 Europe/Berlin | 2026-10-25T01:29:59Z | 2026-10-25T01:30:00Z
          Sun 01:00-02:30 Europe/Berlin | 2026-10-25T01:30:00Z | -
          Sat 22:00-06:00 Europe/Berlin | 2026-10-25T04:59:59Z | 2026-10-25T05:00:00Z
          Sat 22:00-06:00 Europe/Berlin | 2026-03-29T03:59:59Z | 2026-03-29T04:00:00Z
          """)
  void followsTheClocksOfItsZone(String text, Instant now, Instant end) {
    assertThat(read(text).at(now).map(Blackout.Now::until)).isEqualTo(Optional.ofNullable(end));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          always | 'always' is no window.
          Mon-Fri | 'Mon-Fri' is no window.
          Mon-Fri 8-18 | 'Mon-Fri 8-18' is no window.
          Mon 08:00-18:00; | '' is no window.
          Mo 08:00-18:00 | 'Mo' is no day.
          Mon-Wed-Fri 08:00-18:00 | 'Mon-Wed-Fri' is no range of days.
          Mon 08:60-18:00 | '08:60' in 'Mon 08:60-18:00' is no time of day.
          Mon 08:00-24:01 | '24:01' in 'Mon 08:00-24:01' is no time of day.
          Mon 08:00-08:00 | 'Mon 08:00-08:00' has no length.
          Mon 08:00-18:00 Brisbane | 'Brisbane' is no time zone.
          00:00-24:00 | '00:00-24:00' leaves no time in which a job could begin.
          Mon-Sat 00:00-24:00; Sun 00:00-12:00; Sun 12:00-00:00 | 'Mon-Sat 00:00-24:00; Sun 00:00-12:00; Sun 12:00-00:00' leaves no time in which a job could begin.
          """)
  void refusesWhatItCannotReadWithItsPlace(String text, String what) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("sheet Sources, row 2, column blackout: " + what + "\n");
  }

  /**
   * Compared minute by minute with what a clock on the wall shows, away from changes of the clocks.
   */
  @Property(tries = 300)
  void isOnWhenTheClockOnTheWallSaysSo(
      @ForAll @Size(min = 1, max = 6) Set<DayOfWeek> days,
      @ForAll @IntRange(max = 1439) int from,
      @ForAll @IntRange(min = 1, max = 1440) int to,
      @ForAll @LongRange(max = 7 * 1440 - 1) long minute) {
    ZoneId zone = ZoneId.of("Australia/Brisbane");
    Blackout blackout = new Blackout(List.of(new Blackout.Window(days, from, to, zone)));
    ZonedDateTime now = LocalDateTime.of(2026, 11, 2, 0, 0).plusMinutes(minute).atZone(zone);
    int ofDay = now.getHour() * 60 + now.getMinute();
    boolean today = days.contains(now.getDayOfWeek());
    boolean yesterday = days.contains(now.getDayOfWeek().minus(1));
    boolean expected =
        from < to
            ? today && ofDay >= from && ofDay < to
            : (today && ofDay >= from) || (yesterday && ofDay < to);

    Optional<Blackout.Now> on = blackout.at(now.toInstant());

    assertThat(on.isPresent()).isEqualTo(expected);
    on.ifPresent(
        found -> {
          assertThat(found.until()).isAfter(now.toInstant());
          assertThat(blackout.at(found.until())).isEmpty();
          assertThat(blackout.at(found.until().minusSeconds(1))).isPresent();
        });
  }

  /** Whatever the clocks do, the end is the first moment at which it is off. */
  @Property(tries = 300)
  void endsWhenItSays(
      @ForAll @IntRange(max = 1439) int from,
      @ForAll @IntRange(min = 1, max = 1440) int to,
      @ForAll @LongRange(max = 366L * 1440) long minute) {
    Blackout blackout =
        new Blackout(
            List.of(
                new Blackout.Window(
                    EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                    from,
                    to,
                    ZoneId.of("America/New_York"))));
    Instant now = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(minute));
    blackout
        .at(now)
        .ifPresent(
            on -> {
              assertThat(blackout.at(on.until())).isEmpty();
              assertThat(blackout.at(on.until().minusSeconds(1)))
                  .map(Blackout.Now::until)
                  .contains(on.until());
            });
  }
}
