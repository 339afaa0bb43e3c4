package dev.penstock.audit.csv;

import java.util.regex.Pattern;

/** Text that a spreadsheet shows and never runs. */
final class CellText {
  /** A spreadsheet takes a cell that begins with one of these for a formula. */
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private static final Pattern BEHIND_SEMICOLON =
      Pattern.compile(";(?=[ \"]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-])");

  /** Far more than anybody reads, and less than a spreadsheet cell can hold. */
  private static final int LONGEST = 8_000;

  private CellText() {}

  /**
   * With an apostrophe in front where a spreadsheet would run the text, and where it begins with an
   * apostrophe, so that reading back is exact.
   */
  static String guarded(String text) {
    boolean guard =
        !text.isEmpty() && (text.charAt(0) == '\'' || FORMULA_STARTS.indexOf(text.charAt(0)) >= 0);
    return guard ? "'" + text : text;
  }

  static String unguarded(String cell) {
    return cell.startsWith("'") ? cell.substring(1) : cell;
  }

  /**
   * Line breaks and other control characters become one blank; very long text is cut. A formula
   * behind a semicolon gets its apostrophe here: where the comma stands in numbers, a spreadsheet
   * begins a cell at each semicolon, inside quotes too.
   */
  static String oneLine(String text) {
    String blanks = text.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]++", " ").strip();
    String line = BEHIND_SEMICOLON.matcher(blanks).replaceAll(";'");
    return line.length() <= LONGEST
        ? line
        : line.substring(0, LONGEST) + " ... (" + (line.length() - LONGEST) + " more characters)";
  }
}
