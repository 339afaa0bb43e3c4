package dev.penstock.destination;

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
   * The folder that a load begun now would fill, as people write it, such as {@code
   * data/shop/orders/2026/11/21}.
   */
  String partitionPath(Instant startedAt);

  /** What was begun on top of the newest record. */
  Drafts drafts();
}
