package dev.penstock.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A stored file as the Parquet library reads one: a new stream where it jumps. */
record StoredInput(long length, ParquetFooters.Bytes bytes) implements InputFile {
  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Jumping(bytes);
  }

  private static final class Jumping extends SeekableInputStream {
    private static final int CHUNK = 1 << 16;

    private final ParquetFooters.Bytes bytes;
    private InputStream in = InputStream.nullInputStream();
    private boolean open;
    private long at;

    Jumping(ParquetFooters.Bytes bytes) {
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return at;
    }

    @Override
    public void seek(long position) throws IOException {
      if (position != at) {
        close();
        at = position;
      }
    }

    private InputStream in() throws IOException {
      if (!open) {
        in = bytes.open(at);
        open = true;
      }
      return in;
    }

    @Override
    public int read() throws IOException {
      int value = in().read();
      at += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in().read(target, offset, length);
      at += Math.max(0, read);
      return read;
    }

    @Override
    public void readFully(byte[] target) throws IOException {
      readFully(target, 0, target.length);
    }

    @Override
    public void readFully(byte[] target, int start, int length) throws IOException {
      int read = in().readNBytes(target, start, length);
      at += read;
      if (read < length) {
        throw new EOFException("it ended " + (length - read) + " bytes early");
      }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      byte[] chunk = new byte[Math.min(CHUNK, target.remaining())];
      int read = read(chunk, 0, chunk.length);
      target.put(chunk, 0, Math.max(0, read));
      return read;
    }

    @Override
    public void readFully(ByteBuffer target) throws IOException {
      if (target.hasArray()) {
        readFully(target.array(), target.arrayOffset() + target.position(), target.remaining());
        target.position(target.limit());
        return;
      }
      byte[] chunk = new byte[Math.min(CHUNK, target.remaining())];
      while (target.hasRemaining()) {
        int length = Math.min(chunk.length, target.remaining());
        readFully(chunk, 0, length);
        target.put(chunk, 0, length);
      }
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        in.close();
      }
    }
  }
}
