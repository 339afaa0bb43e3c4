package dev.penstock.workbook;

/**
 * A cell that is not empty.
 *
 * @param column from 0
 * @param reference as Excel names it, such as {@code E7}
 * @param text cleaned of what surrounds a value; for {@code ROUNDED} and {@code ERROR} what the
 *     file holds
 */
record Cell(int column, String reference, Content content, String text) {
  /** What was found in it. */
  enum Content {
    TEXT,
    NUMBER,
    DATE,
    FLAG,
    /** A number of which Excel has dropped digits, so that the text behind it is unknown. */
    ROUNDED,
    /** An error such as {@code #REF!}. */
    ERROR,
    /** A formula that was never calculated. */
    UNCALCULATED
  }

  /** Whether it counts as empty: nothing, or a word that data frames write for nothing. */
  boolean isEmpty() {
    return switch (content) {
      case TEXT -> CellText.meansEmpty(text);
      case NUMBER, DATE, FLAG, ROUNDED, ERROR, UNCALCULATED -> false;
    };
  }
}
