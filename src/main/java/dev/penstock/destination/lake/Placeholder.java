package dev.penstock.destination.lake;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The placeholders that have one value for a whole load: dlt's names, and its lower case. */
final class Placeholder {
  private static final Map<String, Function<Placement, String>> ALL = all();

  private Placeholder() {}

  /** Every placeholder's name, in the order in which messages list them. */
  static Iterable<String> names() {
    return ALL.keySet();
  }

  static boolean exists(String name) {
    return ALL.containsKey(name);
  }

  static String value(String name, Placement placement) {
    return ALL.get(name).apply(placement);
  }

  private static Map<String, Function<Placement, String>> all() {
    Map<String, Function<Placement, String>> all = new LinkedHashMap<>();
    all.put("schema_name", placement -> PathNames.encode(placement.schemaName()));
    all.put("table_name", placement -> PathNames.encode(placement.tableName()));
    all.put("curr_date", formatted("yyyy-MM-dd"));
    for (String stamp : new String[] {"timestamp", "load_package_timestamp"}) {
      all.put(stamp, at(time -> String.valueOf(time.toEpochSecond())));
      all.put(stamp + "_ms", at(time -> String.valueOf(time.toInstant().toEpochMilli())));
    }
    addDates(all);
    addTimes(all);
    return all;
  }

  private static void addDates(Map<String, Function<Placement, String>> all) {
    all.put("YYYY", formatted("yyyy"));
    all.put("YY", formatted("yy"));
    all.put("Y", at(time -> String.valueOf(time.getYear())));
    all.put(
        "MMMM", at(time -> word(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH))));
    all.put(
        "MMM",
        at(
            time ->
                word(
                    time.getMonth()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3))));
    all.put("MM", formatted("MM"));
    all.put("M", formatted("M"));
    all.put("DD", formatted("dd"));
    all.put("D", formatted("d"));
    all.put("dddd", at(time -> weekday(time, 9)));
    all.put("ddd", at(time -> weekday(time, 3)));
    all.put("dd", at(time -> weekday(time, 2)));
    // Sunday is 0.
    all.put("d", at(time -> String.valueOf(time.getDayOfWeek().getValue() % 7)));
    all.put("Q", at(time -> String.valueOf(time.get(IsoFields.QUARTER_OF_YEAR))));
  }

  private static void addTimes(Map<String, Function<Placement, String>> all) {
    all.put("HH", formatted("HH"));
    all.put("H", formatted("H"));
    all.put("mm", formatted("mm"));
    all.put("m", formatted("m"));
    all.put("ss", formatted("ss"));
    all.put("s", formatted("s"));
    for (int digits = 4; digits > 0; digits--) {
      int length = digits;
      all.put(
          "S".repeat(digits),
          at(time -> "%09d".formatted(time.get(ChronoField.NANO_OF_SECOND)).substring(0, length)));
    }
  }

  private static Function<Placement, String> at(Function<ZonedDateTime, String> value) {
    return placement -> value.apply(placement.time());
  }

  private static Function<Placement, String> formatted(String pattern) {
    return at(DateTimeFormatter.ofPattern(pattern, Locale.ROOT)::format);
  }

  private static String weekday(ZonedDateTime time, int letters) {
    String name = word(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    return name.substring(0, Math.min(letters, name.length()));
  }

  private static String word(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
