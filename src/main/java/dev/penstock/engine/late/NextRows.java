package dev.penstock.engine.late;

import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.Entry;
import dev.penstock.engine.digest.EntryFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Merges what this load has seen with what was known before. Of a key that was seen, what was seen
 * counts; of one that was not, perhaps as it was deleted, what was known goes on to count until the
 * overlap has passed it by, so that a row that comes back as it was is not delivered twice.
 */
final class NextRows {
  private final Iterator<Entry> seen;
  private final Optional<EntryFile> known;
  private final Predicate<Digest> forgotten;
  private final long least;
  private Optional<Entry> nextSeen;
  private int nextKnown;
  private long written;

  /**
   * @param known only if its digests are made like those of {@code seen}
   * @param forgotten keys that count as never delivered
   * @param least the position before which nothing need be remembered
   */
  NextRows(
      Iterator<Entry> seen, Optional<EntryFile> known, Predicate<Digest> forgotten, long least) {
    this.seen = seen;
    this.known = known;
    this.forgotten = forgotten;
    this.least = least;
    this.nextSeen = advance();
  }

  private Optional<Entry> advance() {
    return seen.hasNext() ? Optional.of(seen.next()) : Optional.empty();
  }

  private Optional<Entry> knownEntry() {
    return known.filter(rows -> nextKnown < rows.size()).map(rows -> rows.entry(nextKnown));
  }

  /** How many entries it took. */
  long write(OutputStream out) throws IOException {
    while (nextSeen.isPresent()) {
      Digest key = nextSeen.get().key();
      passUnseen(Optional.of(key), out);
      List<Entry> before = knownOf(key);
      while (nextSeen.filter(entry -> entry.key().equals(key)).isPresent()) {
        put(out, merged(nextSeen.get(), before));
        nextSeen = advance();
      }
    }
    passUnseen(Optional.empty(), out);
    return written;
  }

  /** Known entries before this key; to the end when there is none. */
  private void passUnseen(Optional<Digest> key, OutputStream out) throws IOException {
    for (Optional<Entry> entry = knownEntry();
        entry.isPresent() && !hasReached(key);
        entry = knownEntry()) {
      if (entry.get().position() >= least && !forgotten.test(entry.get().key())) {
        put(out, entry.get());
      }
      nextKnown++;
    }
  }

  private boolean hasReached(Optional<Digest> key) {
    return key.isPresent() && knownEntry().orElseThrow().key().compareTo(key.get()) >= 0;
  }

  private List<Entry> knownOf(Digest key) {
    List<Entry> entries = new ArrayList<>();
    for (Optional<Entry> entry = knownEntry();
        entry.filter(e -> e.key().equals(key)).isPresent();
        entry = knownEntry()) {
      if (!forgotten.test(key)) {
        entries.add(entry.get());
      }
      nextKnown++;
    }
    return entries;
  }

  /** As many as were ever delivered, though some may be gone at the source. */
  private static Entry merged(Entry seen, List<Entry> before) {
    int most =
        before.stream()
            .filter(entry -> entry.content().equals(seen.content()))
            .mapToInt(Entry::count)
            .reduce(seen.count(), Math::max);
    return new Entry(seen.key(), seen.content(), seen.position(), most);
  }

  private void put(OutputStream out, Entry entry) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Entry.BYTES);
    entry.put(bytes);
    out.write(bytes.array());
    written++;
  }
}
