package dev.penstock.engine.digest;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Entries gathered in any order and given out sorted. No more than one chunk of them is in memory;
 * the others lie in files. Safe for use by several threads while it gathers.
 */
public final class SortedEntries implements Closeable {
  private final Path folder;
  private final String name;
  private final int chunkRows;
  private final List<Entry> chunk = new ArrayList<>();
  private final List<Path> runs = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private long rows;

  /**
   * @param folder for files, which the owner of the folder deletes
   * @param name tells these entries from others in the same folder
   * @param chunkRows how many entries are kept in memory; each takes about 150 bytes
   */
  public SortedEntries(Path folder, String name, int chunkRows) {
    this.folder = folder;
    this.name = name;
    this.chunkRows = chunkRows;
  }

  /** How many were added, this one included. */
  public synchronized long add(Entry entry) {
    chunk.add(entry);
    if (chunk.size() == chunkRows) {
      spill();
    }
    return ++rows;
  }

  private void spill() {
    Collections.sort(chunk);
    Path run = folder.resolve(name + "-" + runs.size());
    runs.add(run);
    ByteBuffer bytes = ByteBuffer.allocate(Entry.BYTES);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(run), 1 << 16)) {
      for (Entry entry : chunk) {
        entry.put(bytes.clear());
        out.write(bytes.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunk.clear();
  }

  /** All of them in order; those with the same digests as one. To be called once, at the end. */
  public synchronized Iterator<Entry> sorted() throws IOException {
    Collections.sort(chunk);
    PriorityQueue<Run> next = new PriorityQueue<>(Comparator.comparing(run -> run.head));
    for (Path run : runs) {
      Run file = new Run(new Entries(run));
      open.add(file);
      next.add(file);
    }
    if (!chunk.isEmpty()) {
      next.add(new Run(chunk.iterator()));
    }
    return new Merged(next);
  }

  @Override
  public void close() throws IOException {
    for (Run run : open) {
      if (run.entries instanceof Entries file) {
        file.in.close();
      }
    }
  }

  /** A sorted run and its least entry that is not given out yet. */
  private static final class Run {
    private final Iterator<Entry> entries;
    private Entry head;

    Run(Iterator<Entry> entries) {
      this.entries = entries;
      this.head = entries.next();
    }
  }

  /** The entries of a file. */
  private static final class Entries implements Iterator<Entry> {
    private final DataInputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(Entry.BYTES);
    private long left;

    Entries(Path file) throws IOException {
      this.left = Files.size(file) / Entry.BYTES;
      this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Entry next() {
      try {
        in.readFully(bytes.array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      left--;
      return Entry.at(bytes, 0);
    }
  }

  private static final class Merged implements Iterator<Entry> {
    private final PriorityQueue<Run> runs;

    Merged(PriorityQueue<Run> runs) {
      this.runs = runs;
    }

    @Override
    public boolean hasNext() {
      return !runs.isEmpty();
    }

    @Override
    public Entry next() {
      Entry least = take();
      for (Optional<Entry> same = same(least); same.isPresent(); same = same(least)) {
        least = least.with(take());
      }
      return least;
    }

    private Optional<Entry> same(Entry entry) {
      return Optional.ofNullable(runs.peek())
          .map(run -> run.head)
          .filter(head -> head.compareTo(entry) == 0);
    }

    private Entry take() {
      Run run = runs.remove();
      Entry entry = run.head;
      if (run.entries.hasNext()) {
        run.head = run.entries.next();
        runs.add(run);
      }
      return entry;
    }
  }
}
