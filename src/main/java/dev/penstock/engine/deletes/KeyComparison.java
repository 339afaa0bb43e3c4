package dev.penstock.engine.deletes;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.Entry;
import dev.penstock.engine.digest.EntryFile;
import dev.penstock.engine.digest.Scratch;
import dev.penstock.engine.digest.SortedEntries;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Compares the keys at the source with those in the lake. Both are given in any order; what is kept
 * of each is a digest, sorted in files, so that memory does not grow with the table. Used by one
 * thread.
 */
public final class KeyComparison implements AutoCloseable {
  /** Of a key whose rows are there. */
  static final Digest ROW = new Digest(0, 0);

  /** Of a key whose rows were said to be gone. */
  static final Digest TOMBSTONE = new Digest(0, 1);

  private final List<String> key;
  private final Scratch scratch = new Scratch();
  private final SortedEntries source;
  private final SortedEntries lake;

  /**
   * @param key the key columns, by the names that they have in all batches
   * @param chunkKeys how many keys are kept in memory at once, of each side
   */
  public KeyComparison(List<String> key, int chunkKeys) {
    this.key = List.copyOf(key);
    this.source = new SortedEntries(scratch.folder(), "source", chunkKeys);
    this.lake = new SortedEntries(scratch.folder(), "lake", chunkKeys);
  }

  /** Takes batches of keys at the source. */
  public BatchWriter atSource() {
    return new KeyReading(key, (batch, row, digest) -> source.add(new Entry(digest, ROW, 0, 1)));
  }

  /** Takes batches of keys of one file of the lake. */
  public BatchWriter inLake(DeliveredFile file) {
    long loaded = position(file.loadId());
    Digest content =
        switch (file.content()) {
          case ROWS -> ROW;
          case TOMBSTONES -> TOMBSTONE;
        };
    return new KeyReading(
        key, (batch, row, digest) -> lake.add(new Entry(digest, content, loaded, 1)));
  }

  /** The time in a load id as a number, so that later loads have greater ones. */
  static long position(String loadId) {
    String time = loadId.substring(0, Math.max(0, loadId.indexOf('-'))).replaceAll("\\D", "");
    return time.isEmpty() || time.length() > 18 ? 0 : Long.parseLong(time);
  }

  /** What differs; to be called once, when all keys were given. */
  public KeyDifferences compare() {
    Path gone = scratch.folder().resolve("gone");
    Path returned = scratch.folder().resolve("returned");
    try (OutputStream goneOut = buffered(gone);
        OutputStream returnedOut = buffered(returned)) {
      Merge merge = new Merge(source.sorted(), lake.sorted(), goneOut, returnedOut);
      merge.run();
      goneOut.flush();
      returnedOut.flush();
      return new KeyDifferences(
          key, merge.standing, merge.gone, open(gone, merge.gone), open(returned, merge.returned));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream buffered(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** Empty when there are none, and when they are more than can be looked up. */
  private static Optional<EntryFile> open(Path file, long entries) throws IOException {
    return entries == 0 || entries > EntryFile.MOST
        ? Optional.empty()
        : Optional.of(EntryFile.open(file));
  }

  @Override
  public void close() {
    try (scratch) {
      source.close();
      lake.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Walks through both sides at once. */
  private static final class Merge {
    private final Iterator<Entry> source;
    private final Iterator<Entry> lake;
    private final OutputStream goneOut;
    private final OutputStream returnedOut;
    private final ByteBuffer bytes = ByteBuffer.allocate(Entry.BYTES);
    private Optional<Entry> nextSource;
    private Optional<Entry> nextLake;
    private long standing;
    private long gone;
    private long returned;

    Merge(
        Iterator<Entry> source,
        Iterator<Entry> lake,
        OutputStream goneOut,
        OutputStream returnedOut) {
      this.source = source;
      this.lake = lake;
      this.goneOut = goneOut;
      this.returnedOut = returnedOut;
      this.nextSource = next(source);
      this.nextLake = next(lake);
    }

    private static Optional<Entry> next(Iterator<Entry> entries) {
      return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
    }

    void run() throws IOException {
      while (nextLake.isPresent()) {
        Digest key = nextLake.get().key();
        boolean stands = stands(key);
        boolean there = isAtSource(key);
        if (stands) {
          standing++;
          if (!there) {
            gone++;
            put(goneOut, key);
          }
        } else if (there) {
          returned++;
          put(returnedOut, key);
        }
      }
    }

    /** Of a load that says both, the row counts: it was read after the keys were. */
    private boolean stands(Digest key) {
      long row = -1;
      long tombstone = -1;
      while (nextLake.isPresent() && nextLake.get().key().equals(key)) {
        Entry entry = nextLake.get();
        if (entry.content().equals(ROW)) {
          row = entry.position();
        } else {
          tombstone = entry.position();
        }
        nextLake = next(lake);
      }
      return row >= 0 && row >= tombstone;
    }

    private boolean isAtSource(Digest key) {
      while (nextSource.isPresent() && nextSource.get().key().compareTo(key) < 0) {
        nextSource = next(source);
      }
      return nextSource.isPresent() && nextSource.get().key().equals(key);
    }

    private void put(OutputStream out, Digest key) throws IOException {
      new Entry(key, ROW, 0, 1).put(bytes.clear());
      out.write(bytes.array());
    }
  }
}
