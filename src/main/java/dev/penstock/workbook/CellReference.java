package dev.penstock.workbook;

/** Cells and ranges as Excel names them: {@code E7}, {@code C1:D1}. */
final class CellReference {
  private static final int MAX_COLUMNS = 16_384;

  private CellReference() {}

  /** The column of a reference, from 0; {@code otherwise} when it names none. */
  static int column(String reference, int otherwise) {
    int column = 0;
    for (int i = 0; i < reference.length() && column <= MAX_COLUMNS; i++) {
      char c = reference.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        column = column * 26 + c - 'A' + 1;
      } else if (c != '$') {
        break;
      }
    }
    return column == 0 || column > MAX_COLUMNS ? otherwise : column - 1;
  }

  /** The letters of a column that counts from 0: {@code A} to {@code XFD}. */
  static String letters(int column) {
    StringBuilder letters = new StringBuilder();
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString();
  }

  /** Whether a range such as {@code C1:D2} takes in a cell of the row. */
  static boolean touchesRow(String range, int row) {
    int colon = range.indexOf(':');
    int first = row(colon < 0 ? range : range.substring(0, colon));
    int last = row(range.substring(colon + 1));
    return first <= row && row <= last;
  }

  private static int row(String reference) {
    String digits = reference.replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 7 ? 0 : Integer.parseInt(digits);
  }
}
