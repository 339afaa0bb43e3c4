package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The times of the week in which no job of a source begins. */
public record Blackout(List<Window> windows) {
  /** No blackout that leaves any time free is longer. */
  private static final Duration WEEK_AND_A_DAY = Duration.ofDays(8);

  private static final int DAY_MINUTES = 24 * 60;

  /** A Monday, from which on it is looked whether any time is left free. */
  private static final Instant SOME_TIME = Instant.parse("2026-01-05T00:00:00Z");

  public Blackout {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("a blackout has a window");
    }
  }

  /**
   * A time of day on some days of the week.
   *
   * @param days on which it begins
   * @param from minutes after midnight by the clocks of {@code zone}, 0 to 1439
   * @param to minutes after midnight, 1 to 1440; not after {@code from} means on the next day
   */
  public record Window(Set<DayOfWeek> days, int from, int to, ZoneId zone) {
    public Window {
      days = Set.copyOf(days);
      requireNonNull(zone, "zone");
      if (days.isEmpty() || from < 0 || from >= DAY_MINUTES || to < 1 || to > DAY_MINUTES) {
        throw new IllegalArgumentException(
            "no window on %s from %d to %d".formatted(days, from, to));
      }
    }

    /** When it ends, if it is on; of two that overlap, the later. */
    private Optional<Instant> endAt(Instant now) {
      LocalDate today = now.atZone(zone).toLocalDate();
      return List.of(today.minusDays(1), today).stream()
          .filter(day -> days.contains(day.getDayOfWeek()))
          .filter(day -> !now.isBefore(begin(day)) && now.isBefore(end(day)))
          .map(this::end)
          .max(Instant::compareTo);
    }

    /** The first moment at which the clocks show the time or a later one. */
    private Instant begin(LocalDate day) {
      LocalDateTime local = day.atStartOfDay().plusMinutes(from);
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      return change != null && change.isGap()
          ? change.getInstant()
          : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }

    /** Clocks that are put back show the time twice: the second one counts. */
    private Instant end(LocalDate day) {
      LocalDateTime local = day.atStartOfDay().plusMinutes(to <= from ? to + DAY_MINUTES : to);
      ZoneOffsetTransition change = zone.getRules().getTransition(local);
      return change != null && change.isGap()
          ? change.getInstant()
          : local.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }
  }

  /**
   * A blackout that is on.
   *
   * @param until its end
   * @param zone by whose clocks people reckon it
   */
  public record Now(Instant until, ZoneId zone) {
    private static final DateTimeFormatter TO_THE_MINUTE =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV", Locale.ROOT);

    /** The end, such as {@code 2026-11-30 18:00 Australia/Brisbane}. */
    public String end() {
      return TO_THE_MINUTE.format(until.atZone(zone));
    }
  }

  /** The blackout that is on at {@code now}; windows that join are one. */
  public Optional<Now> at(Instant now) {
    Optional<Now> found = Optional.empty();
    Optional<Now> later = later(now);
    while (later.isPresent()) {
      found = later;
      Instant until = later.get().until();
      boolean endless = Duration.between(now, until).compareTo(WEEK_AND_A_DAY) > 0;
      later = endless ? Optional.empty() : later(until);
    }
    return found;
  }

  private Optional<Now> later(Instant moment) {
    return windows.stream()
        .flatMap(window -> window.endAt(moment).map(end -> new Now(end, window.zone())).stream())
        .max((one, other) -> one.until().compareTo(other.until()));
  }

  /** Whether it leaves no time in which a job could begin. */
  public boolean isEndless() {
    return at(SOME_TIME)
        .filter(on -> Duration.between(SOME_TIME, on.until()).compareTo(WEEK_AND_A_DAY) > 0)
        .isPresent();
  }
}
