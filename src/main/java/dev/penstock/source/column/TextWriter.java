package dev.penstock.source.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Text, byte for byte. */
final class TextWriter extends ValueWriter {
  private final int mostBytes;
  private VarCharVector vector;

  TextWriter() {
    this(MOST_BYTES);
  }

  /**
   * @param mostBytes that a value may have
   */
  TextWriter(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public void attach(FieldVector target) {
    vector = (VarCharVector) target;
  }

  @Override
  public int write(byte[] text, int row) {
    if (text.length > mostBytes) {
      throw UnfitValueException.tooLong(text, mostBytes);
    }
    vector.setSafe(row, text, 0, text.length);
    return text.length + Integer.BYTES;
  }
}
