package dev.penstock.source.column;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;

/**
 * Writes values into a vector of one type, exactly or not at all. The form that every database can
 * give is text; a source that has the value in a better form uses it. All methods return about how
 * many bytes the value takes, and throw {@link UnfitValueException} when the type cannot hold it.
 */
public abstract class ValueWriter {
  /** A page of a file holds no longer value, as readers hold a page whole. */
  static final int MOST_BYTES = 1 << 29;

  ValueWriter() {}

  /** Names the vector that the next values go to; to be called again when it has grown. */
  public abstract void attach(FieldVector vector);

  /**
   * @param text UTF-8; ISO form for dates and times; not kept
   */
  public abstract int write(byte[] text, int row);

  /** The same of a value that lies between others. */
  public int write(byte[] text, int from, int length, int row) {
    return write(Arrays.copyOfRange(text, from, from + length), row);
  }

  public int write(long value, int row) {
    return write(Long.toString(value).getBytes(StandardCharsets.US_ASCII), row);
  }

  public int write(double value, int row) {
    return write(Double.toString(value).getBytes(StandardCharsets.US_ASCII), row);
  }

  /** Writes bytes that are no text. */
  public int writeBlob(byte[] bytes, int row) {
    throw new UnfitValueException(bytes.length + " bytes", "is a blob", "binary");
  }
}
