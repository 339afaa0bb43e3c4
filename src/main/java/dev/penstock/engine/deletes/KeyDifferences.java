package dev.penstock.engine.deletes;

import dev.penstock.destination.BatchWriter;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.EntryFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How the keys at the source differ from those in the lake. Looked up in files that belong to the
 * comparison, and end with it. Safe for use by several threads.
 */
public final class KeyDifferences {
  private final List<String> key;
  private final long standing;
  private final long gone;
  private final Optional<EntryFile> goneKeys;
  private final Optional<EntryFile> returnedKeys;
  private final AtomicLong delivered = new AtomicLong();

  KeyDifferences(
      List<String> key,
      long standing,
      long gone,
      Optional<EntryFile> goneKeys,
      Optional<EntryFile> returnedKeys) {
    this.key = key;
    this.standing = standing;
    this.gone = gone;
    this.goneKeys = goneKeys;
    this.returnedKeys = returnedKeys;
  }

  /** Keys whose rows are there according to the lake. */
  public long standing() {
    return standing;
  }

  /** Those of them that are not at the source. */
  public long gone() {
    return gone;
  }

  /** Whether there are more that are gone than can be told in one load. */
  public boolean tooMany() {
    return gone > EntryFile.MOST;
  }

  public boolean isGone(Digest digest) {
    return goneKeys.filter(keys -> keys.holds(digest, KeyComparison.ROW)).isPresent();
  }

  /**
   * Writes, of the keys of a lake's file that it is given, those that are gone and were not written
   * before.
   *
   * @param out takes batches of {@code schema} in which the key alone has values; closed with this
   */
  public BatchWriter tombstones(BatchWriter out, Schema schema, BufferAllocator allocator) {
    return new Tombstones(
        key,
        digest -> goneKeys.filter(keys -> keys.take(digest, KeyComparison.ROW)).isPresent(),
        out,
        schema,
        allocator);
  }

  /** Whether keys are at the source that were said to be gone. */
  public boolean anyReturned() {
    return returnedKeys.isPresent();
  }

  /** A key that this load delivers. */
  void deliver(Digest digest) {
    if (returnedKeys.filter(keys -> keys.take(digest, KeyComparison.ROW)).isPresent()) {
      delivered.incrementAndGet();
    }
  }

  /** Passes batches on, and notes which of the keys that are back they deliver. */
  public BatchWriter watching(BatchWriter out) {
    return new Watching(new KeyReading(key, (batch, row, digest) -> deliver(digest)), out);
  }

  /** Keys that are at the source, were said to be gone, and that no batch has delivered. */
  public long missing() {
    return returnedKeys.map(keys -> keys.size() - delivered.get()).orElse(0L);
  }
}
