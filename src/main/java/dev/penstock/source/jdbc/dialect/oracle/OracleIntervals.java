package dev.penstock.source.jdbc.dialect.oracle;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Intervals as ISO 8601 writes durations, from what the driver prints. */
final class OracleIntervals {
  private static final Pattern MONTHS = Pattern.compile("([+-]?)0*(\\d+)-0*(\\d{1,2})");
  private static final Pattern SECONDS =
      Pattern.compile("([+-]?)0*(\\d+) +0*(\\d{1,2}):0*(\\d{1,2}):0*(\\d{1,2})(?:\\.(\\d{1,9}))?");

  private OracleIntervals() {}

  /** Such as {@code P1Y2M} for {@code 1-2}; null for null. */
  static String months(String text) throws SQLException {
    if (text == null) {
      return null;
    }
    Matcher parts = matched(MONTHS, text);
    return sign(parts) + "P" + parts.group(2) + "Y" + parts.group(3) + "M";
  }

  /** Such as {@code P1DT2H3M4.5S} for {@code 1 2:3:4.500000}; null for null. */
  static String seconds(String text) throws SQLException {
    if (text == null) {
      return null;
    }
    Matcher parts = matched(SECONDS, text);
    String fraction = parts.group(6) == null ? "" : parts.group(6).replaceFirst("0+$", "");
    return "%sP%sDT%sH%sM%s%sS"
        .formatted(
            sign(parts),
            parts.group(2),
            parts.group(3),
            parts.group(4),
            parts.group(5),
            fraction.isEmpty() ? "" : "." + fraction);
  }

  private static String sign(Matcher parts) {
    return parts.group(1).equals("-") ? "-" : "";
  }

  private static Matcher matched(Pattern pattern, String text) throws SQLException {
    Matcher parts = pattern.matcher(text.strip());
    if (!parts.matches()) {
      throw new SQLException("the driver printed '" + text + "' for an interval");
    }
    return parts;
  }
}
