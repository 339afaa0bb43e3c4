package dev.penstock.source.rest.spool;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in a file that nobody else can open: its name is taken away as soon as it is there, where
 * the system lets that be, so that even a killed process leaves nothing. Written by one thread,
 * then read by several.
 */
final class RowFile implements AutoCloseable {
  private static final int BLOCK = 256 << 10;
  private static final int HEADER = 2 * Integer.BYTES;
  private static final int FASTEST = 1;

  private final Path path;
  private final FileChannel channel;
  private final List<Long> pages = new ArrayList<>();
  private byte[] block = new byte[BLOCK];
  private byte[] packed = new byte[BLOCK];
  private int used;
  private long end;
  private long rows;

  /** A place to go back to. */
  record Mark(long end, long rows) {}

  RowFile(Path folder, String name) throws IOException {
    this.path = folder.resolve(name);
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Files.delete(path);
    } catch (IOException e) {
      // Windows keeps the name until the file is closed.
      path.toFile().deleteOnExit();
    }
  }

  long rows() {
    return rows;
  }

  /** On which page the row stood, counted from 1. */
  int page(long row) {
    int at = java.util.Collections.binarySearch(pages, row);
    int page = at >= 0 ? at + 1 : -at - 1;
    // Of pages without rows, the last begins where the next one does.
    while (page < pages.size() && pages.get(page) <= row) {
      page++;
    }
    return page;
  }

  /** Begins a page. */
  Mark mark() throws IOException {
    flush();
    pages.add(rows);
    return new Mark(end, rows);
  }

  void backTo(Mark mark) throws IOException {
    used = 0;
    pages.remove(pages.size() - 1);
    end = mark.end();
    rows = mark.rows();
    channel.truncate(end);
  }

  /** The block, with so much room behind what is used of it. */
  byte[] room(int bytes) {
    if (used + bytes > block.length) {
      block = Arrays.copyOf(block, Math.max(used + bytes, block.length * 2));
    }
    return block;
  }

  int used() {
    return used;
  }

  void used(int bytes) {
    used = bytes;
  }

  /** A block holds whole rows. */
  void endRow() throws IOException {
    rows++;
    if (used >= BLOCK) {
      flush();
    }
  }

  void flush() throws IOException {
    if (used == 0) {
      return;
    }
    int bound = HEADER + Math.toIntExact(Zstd.compressBound(used));
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    int room = packed.length - HEADER;
    long size = Zstd.compressByteArray(packed, HEADER, room, block, 0, used, FASTEST);
    int length = HEADER + Math.toIntExact(size);
    ByteBuffer out = ByteBuffer.wrap(packed, 0, length);
    out.putInt(0, length - HEADER).putInt(Integer.BYTES, used);
    while (out.hasRemaining()) {
      end += channel.write(out, end);
    }
    used = 0;
  }

  /** Block after block, from the first. */
  Blocks blocks() {
    return new Blocks();
  }

  /** Reads the blocks. Used by one thread. */
  final class Blocks {
    private byte[] in = new byte[BLOCK];
    private byte[] content = new byte[BLOCK];
    private int length;
    private long position;

    /** Whether there is another one, which is then there. */
    boolean next() throws IOException {
      if (position >= end) {
        return false;
      }
      ByteBuffer header = read(HEADER);
      int size = header.getInt(0);
      length = header.getInt(Integer.BYTES);
      read(size);
      if (content.length < length) {
        content = new byte[length];
      }
      long unpacked = Zstd.decompressByteArray(content, 0, length, in, 0, size);
      if (unpacked != length) {
        throw new IOException("the spool is damaged");
      }
      return true;
    }

    byte[] content() {
      return content;
    }

    int length() {
      return length;
    }

    private ByteBuffer read(int bytes) throws IOException {
      if (in.length < bytes) {
        in = new byte[bytes];
      }
      ByteBuffer into = ByteBuffer.wrap(in, 0, bytes);
      while (into.hasRemaining()) {
        int count = channel.read(into, position);
        if (count < 0) {
          throw new IOException("the spool ends too early");
        }
        position += count;
      }
      return into;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
