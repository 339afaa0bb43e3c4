package dev.penstock.engine.digest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sorted entries in a file of their own that is looked up in place: on the heap there is nothing of
 * them. Safe for use by several threads.
 */
public final class EntryFile {
  /** What one file can hold: what one mapping can. */
  public static final int MOST = Integer.MAX_VALUE / Entry.BYTES;

  private final MappedByteBuffer entries;
  private final int size;

  private EntryFile(MappedByteBuffer entries) {
    this.entries = entries;
    this.size = entries.capacity() / Entry.BYTES;
  }

  /**
   * @param file entries and nothing else, in order; it is changed as entries are taken
   */
  public static EntryFile open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() % Entry.BYTES != 0 || channel.size() > Integer.MAX_VALUE) {
        throw new IOException("it has %d bytes of entries".formatted(channel.size()));
      }
      return new EntryFile(channel.map(MapMode.READ_WRITE, 0, channel.size()));
    }
  }

  public int size() {
    return size;
  }

  public Entry entry(int index) {
    return Entry.at(entries, index * Entry.BYTES);
  }

  /** Whether there is such an entry, as many times as its count says. */
  public synchronized boolean take(Digest key, Digest content) {
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

  /** Whether there is such an entry, taken or not. */
  public boolean holds(Digest key, Digest content) {
    return find(key, content) >= 0;
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
