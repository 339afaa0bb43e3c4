package dev.penstock.parquet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Equal pieces of memory that columns fill with encoded pages and give back when the row group is
 * written. Small, so that a table of many columns wastes little at the end of each.
 */
final class Slabs {
  static final int SLAB_BYTES = 8 << 10;

  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private final int mostFree;
  private long usedBytes;

  /** Keeps at most {@code keptBytes} for another use. */
  Slabs(long keptBytes) {
    this.mostFree = (int) Math.min(Integer.MAX_VALUE, keptBytes / SLAB_BYTES);
  }

  /** Bytes that columns hold at present. */
  long usedBytes() {
    return usedBytes;
  }

  private byte[] take() {
    usedBytes += SLAB_BYTES;
    byte[] slab = free.poll();
    return slab == null ? new byte[SLAB_BYTES] : slab;
  }

  private void giveBack(byte[] slab) {
    usedBytes -= SLAB_BYTES;
    if (free.size() < mostFree) {
      free.push(slab);
    }
  }

  /** The bytes of one column's pages: written once, then read once in the same order. */
  final class Run {
    private final List<byte[]> slabs = new ArrayList<>();
    private long written;
    private long read;

    long bytes() {
      return written;
    }

    void write(byte[] source, int length) {
      int done = 0;
      while (done < length) {
        int at = (int) (written % SLAB_BYTES);
        if (at == 0) {
          slabs.add(take());
        }
        int piece = Math.min(length - done, SLAB_BYTES - at);
        System.arraycopy(source, done, slabs.get(slabs.size() - 1), at, piece);
        done += piece;
        written += piece;
      }
    }

    void read(byte[] target, int length) {
      int done = 0;
      while (done < length) {
        int at = (int) (read % SLAB_BYTES);
        int piece = Math.min(length - done, SLAB_BYTES - at);
        System.arraycopy(slabs.get((int) (read / SLAB_BYTES)), at, target, done, piece);
        done += piece;
        read += piece;
      }
    }

    void clear() {
      slabs.forEach(Slabs.this::giveBack);
      slabs.clear();
      written = 0;
      read = 0;
    }
  }
}
