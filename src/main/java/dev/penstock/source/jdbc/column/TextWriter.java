package dev.penstock.source.jdbc.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Text, byte for byte. */
final class TextWriter extends ValueWriter {
  private VarCharVector vector;

  @Override
  public void attach(FieldVector target) {
    vector = (VarCharVector) target;
  }

  @Override
  public int write(byte[] text, int row) {
    vector.setSafe(row, text, 0, text.length);
    return text.length + Integer.BYTES;
  }
}
