package dev.penstock.source.column;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.arrow.vector.FieldVector;

/** Bytes that come as {@code \\x} and their hexadecimal digits, as PostgreSQL prints them. */
public final class UnhexWriter extends ValueWriter {
  private static final int PREFIX = 2;

  private final ValueWriter writer;

  /**
   * @param writer gets the bytes
   */
  public UnhexWriter(ValueWriter writer) {
    this.writer = writer;
  }

  @Override
  public void attach(FieldVector vector) {
    writer.attach(vector);
  }

  @Override
  public int write(byte[] text, int row) {
    String digits = new String(text, StandardCharsets.US_ASCII);
    return writer.write(HexFormat.of().parseHex(digits, PREFIX, digits.length()), row);
  }
}
