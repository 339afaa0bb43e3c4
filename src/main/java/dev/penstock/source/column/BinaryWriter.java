package dev.penstock.source.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;

/** Bytes as they are; of a text, its bytes in UTF-8. */
public final class BinaryWriter extends ValueWriter {
  private final int mostBytes;
  private VarBinaryVector vector;

  BinaryWriter() {
    this(MOST_BYTES);
  }

  /**
   * @param mostBytes that a value may have
   */
  BinaryWriter(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public void attach(FieldVector target) {
    vector = (VarBinaryVector) target;
  }

  @Override
  public int write(byte[] text, int row) {
    if (text.length > mostBytes) {
      throw UnfitValueException.tooLong(text, mostBytes);
    }
    vector.setSafe(row, text, 0, text.length);
    return text.length + Integer.BYTES;
  }

  @Override
  public int writeBlob(byte[] bytes, int row) {
    return write(bytes, row);
  }
}
