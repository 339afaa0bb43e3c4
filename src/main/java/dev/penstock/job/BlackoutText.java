package dev.penstock.job;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads blackouts as people write them: {@code Mon-Fri 08:00-18:00 Australia/Brisbane; Sat,Sun
 * 22:00-02:00}.
 */
public final class BlackoutText {
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:(?<days>[A-Za-z]+(?:\\s*[-,]\\s*[A-Za-z]+)*)\\s+)?"
              + "(?<from>\\d{1,2}:\\d{2})\\s*-\\s*(?<to>\\d{1,2}:\\d{2})"
              + "(?:\\s+(?<zone>\\S+))?");

  private static final String EXAMPLE =
      "Write days, times and perhaps a time zone, such as Mon-Fri 08:00-18:00 Australia/Brisbane; separate several with a semicolon.";

  private final String where;
  private final ZoneId zone;

  private BlackoutText(String where, ZoneId zone) {
    this.where = where;
    this.zone = zone;
  }

  /**
   * Reads a blackout.
   *
   * @param where its place, for messages
   * @param zone by whose clocks a window without a zone of its own is reckoned
   * @throws ConfigException with everything that is wrong with it
   */
  public static Blackout read(String where, String text, ZoneId zone) {
    return new BlackoutText(where, zone).read(text);
  }

  private Blackout read(String text) {
    List<Blackout.Window> windows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    // A word processor makes a dash of a hyphen.
    for (String part : text.replaceAll("[\\u2010-\\u2015\\u2212]", "-").split(";", -1)) {
      try {
        windows.add(window(part.strip()));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    Blackout blackout = new Blackout(windows);
    if (blackout.isEndless()) {
      throw wrong(
          "'%s' leaves no time in which a job could begin.".formatted(text),
          "Leave some hours of the week free, or set enabled to N for the source's jobs.");
    }
    return blackout;
  }

  private Blackout.Window window(String part) {
    Matcher form = WINDOW.matcher(part);
    if (!form.matches()) {
      throw wrong("'%s' is no window.".formatted(part), EXAMPLE);
    }
    int from = minutes(part, form.group("from"));
    int to = minutes(part, form.group("to"));
    if (from == to || from == 24 * 60) {
      throw wrong(
          "'%s' has no length.".formatted(part),
          "Let the window end at another time than it begins; a whole day is 00:00-24:00.");
    }
    // Midnight at the end is that of the day's own end.
    return new Blackout.Window(days(form.group("days")), from, to == 0 ? 24 * 60 : to, zone(form));
  }

  private int minutes(String part, String time) {
    String[] parts = time.split(":", 2);
    int hour = Integer.parseInt(parts[0]);
    int minute = Integer.parseInt(parts[1]);
    if (minute > 59 || hour * 60 + minute > 24 * 60) {
      throw wrong(
          "'%s' in '%s' is no time of day.".formatted(time, part),
          "Write hours and minutes from 00:00 to 24:00.");
    }
    return hour * 60 + minute;
  }

  private ZoneId zone(Matcher form) {
    String name = form.group("zone");
    try {
      return name == null ? zone : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw wrong(
          "'%s' is no time zone.".formatted(name),
          "Name one of the IANA database, such as Europe/Berlin or UTC; without one the setting timezone counts.");
    }
  }

  /** A range may go over the end of the week. */
  private Set<DayOfWeek> days(String text) {
    if (text == null || text.equalsIgnoreCase("daily")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String item : text.split(",", -1)) {
      String[] ends = item.split("-", -1);
      DayOfWeek first = day(ends[0]);
      DayOfWeek last = day(ends[ends.length - 1]);
      if (ends.length > 2) {
        throw wrong("'%s' is no range of days.".formatted(item.strip()), EXAMPLE);
      }
      days.add(first);
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day.plus(1));
      }
    }
    return days;
  }

  private DayOfWeek day(String text) {
    String word = text.strip().toUpperCase(Locale.ROOT);
    return named(word)
        .orElseThrow(
            () ->
                wrong(
                    "'%s' is no day.".formatted(text.strip()),
                    "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun, as a range (Mon-Fri) or a list (Sat,Sun)."));
  }

  /** By three letters or more. */
  private static Optional<DayOfWeek> named(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (word.length() >= 3 && day.name().startsWith(word)) {
        return Optional.of(day);
      }
    }
    return Optional.empty();
  }

  private ConfigException wrong(String what, String mend) {
    return new ConfigException(List.of(Problem.error(where, what, mend)));
  }
}
