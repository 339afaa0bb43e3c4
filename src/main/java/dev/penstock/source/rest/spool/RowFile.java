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

  /** So much of a file is written as it is: packing it would cost more than the disk is worth. */
  private static final long UNPACKED = 256L << 20;

  private final Path path;
  private final FileChannel channel;
  private final long unpacked;
  private final List<Long> pages = new ArrayList<>();
  private byte[] block = new byte[BLOCK];
  private byte[] packed = new byte[0];
  private int used = HEADER;
  private long end;
  private long rows;

  /** A place to go back to. */
  record Mark(long end, long rows) {}

  RowFile(Path folder, String name) throws IOException {
    this(folder, name, UNPACKED);
  }

  /**
   * @param unpacked bytes of the file before blocks are packed
   */
  RowFile(Path folder, String name, long unpacked) throws IOException {
    this.unpacked = unpacked;
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
    used = HEADER;
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
    int length = used - HEADER;
    if (length == 0) {
      return;
    }
    if (end < unpacked) {
      write(block, length, length);
    } else {
      // Packing may put another array in the place of this one.
      int size = pack(length);
      write(packed, size, length);
    }
    used = HEADER;
  }

  private int pack(int length) {
    int bound = HEADER + Math.toIntExact(Zstd.compressBound(length));
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    int room = packed.length - HEADER;
    long size = Zstd.compressByteArray(packed, HEADER, room, block, HEADER, length, FASTEST);
    return Math.toIntExact(size);
  }

  /** Writes a block, and before it how long it is in the file and in memory. */
  private void write(byte[] from, int size, int length) throws IOException {
    // What is not packed is known by its place.
    ByteBuffer out = ByteBuffer.wrap(from, 0, HEADER + size);
    out.putInt(0, size).putInt(Integer.BYTES, length);
    while (out.hasRemaining()) {
      end += channel.write(out, end);
    }
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
      boolean plain = position < unpacked;
      in = read(in, HEADER);
      ByteBuffer header = ByteBuffer.wrap(in);
      int size = header.getInt(0);
      length = header.getInt(Integer.BYTES);
      if (plain) {
        content = read(content, size);
        return true;
      }
      in = read(in, size);
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

    /** Fills the array, or a longer one. */
    private byte[] read(byte[] room, int bytes) throws IOException {
      byte[] filled = room.length < bytes ? new byte[bytes] : room;
      ByteBuffer into = ByteBuffer.wrap(filled, 0, bytes);
      while (into.hasRemaining()) {
        int count = channel.read(into, position);
        if (count < 0) {
          throw new IOException("the spool ends too early");
        }
        position += count;
      }
      return filled;
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
