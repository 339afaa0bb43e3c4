package dev.penstock.destination;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The commit records of one job. */
public interface Ledger {
  /** The newest record; empty before the first. */
  Optional<CommitRecord> last();

  /** Every record, oldest first. */
  List<CommitRecord> all();

  /**
   * What a record's job remembers of delivered rows, whole as its {@link Remembering} wrote it;
   * empty when it remembers none. The caller closes the stream, whose end fails when the bytes are
   * not those that were written.
   *
   * @throws dev.penstock.failure.IngestException STORAGE_REFUSED when they are gone
   */
  default Optional<InputStream> remembered(CommitRecord commit) {
    return Optional.empty();
  }

  /**
   * The folder that a load begun now would fill, as people write it, such as {@code
   * data/shop/orders/2026/11/21}.
   */
  String partitionPath(Instant startedAt);

  /** What was begun on top of the newest record. */
  Drafts drafts();
}
