package dev.penstock.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The stream into which the Parquet library writes. It gathers small writes, and it puts this
 * program's name into the footer where the library has put its own.
 */
final class FooterStream extends PositionOutputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TRAILER_BYTES = 8;

  private final ByteSink sink;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int size;
  private long drained;
  private boolean holding;

  FooterStream(ByteSink sink) {
    this.sink = sink;
  }

  /** Hands everything to the sink. */
  void drain() {
    if (size > 0) {
      sink.write(buffer, 0, size);
      drained += size;
      size = 0;
    }
  }

  /** From now on keeps what is written, until {@link #releaseFooter}. */
  void holdFooter() {
    drain();
    holding = true;
  }

  /** Hands what was held to the sink; it must end with the file's footer. */
  void releaseFooter() throws IOException {
    int footerEnd = size - TRAILER_BYTES;
    int footerStart = footerEnd - LittleEndian.getInt(buffer, footerEnd);
    FileMetaData footer =
        Util.readFileMetaData(
            new ByteArrayInputStream(buffer, footerStart, footerEnd - footerStart));
    footer.setCreated_by("penstock version " + version());
    ByteArrayOutputStream rewritten = new ByteArrayOutputStream(size);
    Util.writeFileMetaData(footer, rewritten);
    byte[] trailer = Arrays.copyOfRange(buffer, footerEnd, size);
    LittleEndian.putInt(trailer, 0, rewritten.size());
    size = footerStart;
    byte[] bytes = rewritten.toByteArray();
    write(bytes, 0, bytes.length);
    write(trailer, 0, trailer.length);
    holding = false;
    drain();
  }

  private static String version() {
    String version = FooterStream.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public long getPos() {
    return drained + size;
  }

  @Override
  public void write(int value) {
    makeRoom(1);
    buffer[size++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length >= BUFFER_BYTES && !holding) {
      drain();
      sink.write(bytes, offset, length);
      drained += length;
      return;
    }
    makeRoom(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  private void makeRoom(int length) {
    if (buffer.length - size >= length) {
      return;
    }
    if (holding) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + length));
    } else {
      drain();
    }
  }

  /** The library closes the stream early; the end of the file is the writer's to say. */
  @Override
  public void close() {}
}
