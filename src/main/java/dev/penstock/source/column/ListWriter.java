package dev.penstock.source.column;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;

/**
 * Lists of one dimension, from the text in which PostgreSQL writes an array: elements between
 * braces, separated by commas, quoted where they would be mistaken for something else.
 */
public final class ListWriter extends ValueWriter {
  private static final byte[] NULL = {'N', 'U', 'L', 'L'};
  private static final int OVERHEAD = 2 * Integer.BYTES;

  private final ValueWriter element;
  private final ListFiller lists;
  private byte[] word = new byte[64];

  /**
   * @param element gets the text of each element that is not null
   */
  public ListWriter(ValueWriter element) {
    this.element = element;
    this.lists = new ListFiller(element::attach);
  }

  @Override
  public void attach(FieldVector target) {
    lists.attach(target);
  }

  @Override
  public int write(byte[] text, int row) {
    if (text.length < 2 || text[0] != '{') {
      throw unfit(text);
    }
    lists.start(row);
    int bytes = OVERHEAD;
    int at = 1;
    int end = text.length - 1;
    while (at < end) {
      int next = endOfElement(text, at, end);
      bytes += writeElement(text, at, next, lists.next());
      at = next + 1;
    }
    lists.end(row);
    return bytes;
  }

  /** Where the separator behind the element stands, or the closing brace. */
  private static int endOfElement(byte[] text, int from, int end) {
    boolean quoted = false;
    for (int at = from; at < end; at++) {
      switch (text[at]) {
        case '"' -> quoted = !quoted;
        case '\\' -> at++;
        case ',' -> {
          if (!quoted) {
            return at;
          }
        }
        case '{' -> {
          if (!quoted) {
            throw unfit(text);
          }
        }
        default -> {}
      }
    }
    return end;
  }

  private int writeElement(byte[] text, int from, int to, int index) {
    if (Arrays.equals(text, from, to, NULL, 0, NULL.length)) {
      return 1;
    }
    try {
      return element.write(unquoted(text, from, to), index);
    } catch (UnfitValueException e) {
      throw e.inList();
    }
  }

  private byte[] unquoted(byte[] text, int from, int to) {
    if (text[from] != '"') {
      return Arrays.copyOfRange(text, from, to);
    }
    if (word.length < to - from) {
      word = new byte[to - from];
    }
    int length = 0;
    for (int at = from + 1; at < to - 1; at++) {
      if (text[at] == '\\') {
        at++;
      }
      word[length++] = text[at];
    }
    return Arrays.copyOf(word, length);
  }

  private static UnfitValueException unfit(byte[] text) {
    String reason =
        text.length > 0 && text[0] == '['
            ? "counts its elements from another number than 1"
            : "has more than one dimension";
    return UnfitValueException.of(text, reason).mended("json");
  }
}
