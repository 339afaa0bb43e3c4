package dev.penstock.destination.lake;

import dev.penstock.failure.IngestException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** A file's content, whose end fails when it is not what was written. */
final class CheckedContent extends FilterInputStream {
  private final long bytes;
  private final String crc32c;
  private final Supplier<IngestException> damaged;
  private final CRC32C checksum = new CRC32C();
  private long read;

  CheckedContent(
      InputStream content, long bytes, String crc32c, Supplier<IngestException> damaged) {
    super(content);
    this.bytes = bytes;
    this.crc32c = crc32c;
    this.damaged = damaged;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      checksum.update(buffer, offset, count);
      read += count;
    }
    boolean whole =
        read == bytes && HexFormat.of().toHexDigits((int) checksum.getValue()).equals(crc32c);
    if (count < 0 && !whole) {
      throw damaged.get();
    }
    return count;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("every byte is checked");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
