package dev.penstock.engine.late;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The rows that earlier loads delivered, sorted, in a file of its own that is looked up in place:
 * on the heap there is nothing of it. Safe for use by several threads.
 */
final class KnownRows {
  private final Header header;
  private final MappedByteBuffer entries;
  private final int size;

  private KnownRows(Header header, MappedByteBuffer entries) {
    this.header = header;
    this.entries = entries;
    this.size = entries.capacity() / Entry.BYTES;
  }

  /**
   * @param folder for the file, which is deleted with it
   */
  static KnownRows read(InputStream in, Path folder) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    Header header = RowsFile.readHeader(buffered);
    Path file = folder.resolve("known");
    Files.copy(buffered, file, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() % Entry.BYTES != 0 || channel.size() > Integer.MAX_VALUE) {
        throw new IOException("it has %d bytes of entries".formatted(channel.size()));
      }
      return new KnownRows(header, channel.map(MapMode.READ_WRITE, 0, channel.size()));
    }
  }

  Header header() {
    return header;
  }

  int size() {
    return size;
  }

  Entry entry(int index) {
    return Entry.at(entries, index * Entry.BYTES);
  }

  /** Whether such a row was delivered that no earlier call has taken. */
  synchronized boolean take(Digest key, Digest content) {
    int index = find(key, content);
    if (index < 0) {
      return false;
    }
    int at = index * Entry.BYTES;
    int used = entries.getInt(at + Entry.USED_AT);
    if (used >= entries.getInt(at + Entry.COUNT_AT)) {
      return false;
    }
    entries.putInt(at + Entry.USED_AT, used + 1);
    return true;
  }

  private int find(Digest key, Digest content) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(entries, middle * Entry.BYTES, key, content);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private static int compare(ByteBuffer entries, int at, Digest key, Digest content) {
    int keys = Digest.at(entries, at).compareTo(key);
    return keys != 0 ? keys : Digest.at(entries, at + Digest.BYTES).compareTo(content);
  }
}
