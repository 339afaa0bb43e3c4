package dev.penstock.source.column;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.arrow.vector.FieldVector;

/** Bytes as their hexadecimal digits, for a column that is to be no bytes. */
public final class HexWriter extends ValueWriter {
  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  private final ValueWriter writer;

  /**
   * @param writer gets the digits
   */
  public HexWriter(ValueWriter writer) {
    this.writer = writer;
  }

  @Override
  public void attach(FieldVector vector) {
    writer.attach(vector);
  }

  @Override
  public int write(byte[] bytes, int row) {
    return writer.write(DIGITS.formatHex(bytes).getBytes(StandardCharsets.US_ASCII), row);
  }
}
