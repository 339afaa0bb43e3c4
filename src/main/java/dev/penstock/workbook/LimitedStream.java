package dev.penstock.workbook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a part of a zip file that grows out of proportion when it is unpacked. */
final class LimitedStream extends FilterInputStream {
  private static final long FREE_BYTES = 1L << 20;
  private static final long MAX_RATIO = 100;

  private final long maxBytes;
  private long bytes;

  /** The part takes {@code packedBytes} in the file and may unpack to {@code limitBytes}. */
  LimitedStream(InputStream in, long packedBytes, long limitBytes) {
    super(in);
    long byRatio = Math.max(FREE_BYTES, Math.max(0, packedBytes) * MAX_RATIO);
    this.maxBytes = Math.min(limitBytes, byRatio);
  }

  /** The part is larger than it may be. */
  static final class ExceededException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws IOException {
    bytes += read;
    if (bytes > maxBytes) {
      throw new ExceededException();
    }
  }
}
