package dev.penstock.source.column;

import java.nio.charset.StandardCharsets;

/** A value that the type of its column cannot hold; the reader adds where the value stands. */
public final class UnfitValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  private final String value;
  private final String mend;

  UnfitValueException(String value, String reason) {
    this(value, reason, "text");
  }

  /**
   * @param mend the column type that would hold the value
   */
  public UnfitValueException(String value, String reason, String mend) {
    super(reason);
    this.value = value;
    this.mend = mend;
  }

  static UnfitValueException of(byte[] text, String reason) {
    int length = Math.min(text.length, SHOWN * 4);
    return new UnfitValueException(new String(text, 0, length, StandardCharsets.UTF_8), reason);
  }

  /** A value that no column type would hold. */
  static UnfitValueException tooLong(byte[] text, int most) {
    return of(text, "has %d bytes, and no value may have more than %d".formatted(text.length, most))
        .mended("");
  }

  /** The same with another column type that would hold the value. */
  UnfitValueException mended(String type) {
    return new UnfitValueException(value, getMessage(), type);
  }

  /** The same of an element, for the list that it stands in. */
  public UnfitValueException inList() {
    // Text and JSON hold the list as a whole.
    boolean whole = mend.isEmpty() || mend.equals("text") || mend.equals("json");
    return whole ? this : mended("list(" + mend + ")");
  }

  /** The column type that would hold the value; empty when none would. */
  public String mend() {
    return mend;
  }

  /** The value, cut to what fits in a message, without characters that would break its line. */
  public String clipped() {
    StringBuilder shown = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\u00b7' : c));
    return value.codePointCount(0, value.length()) > SHOWN ? shown + "..." : shown.toString();
  }
}
