package dev.penstock.source.column;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;

/** Truth values: {@code t f true false 1 0}. */
final class BooleanWriter extends ValueWriter {
  private BitVector vector;

  @Override
  public void attach(FieldVector target) {
    vector = (BitVector) target;
  }

  @Override
  public int write(byte[] text, int row) {
    vector.set(row, text.length == 1 ? ofLetter(text) : ofWord(text));
    return 1;
  }

  private static int ofLetter(byte[] text) {
    return switch (text[0]) {
      case 't', '1' -> 1;
      case 'f', '0' -> 0;
      default -> throw unfit(text);
    };
  }

  private static int ofWord(byte[] text) {
    return switch (new String(text, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)) {
      case "true" -> 1;
      case "false" -> 0;
      default -> throw unfit(text);
    };
  }

  private static UnfitValueException unfit(byte[] text) {
    return UnfitValueException.of(text, "is neither true nor false");
  }
}
