package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a look at everything that was committed for a job found.
 *
 * @param records how many commit records were read
 * @param files published files, as the records say
 * @param rows rows in them, as the records say
 * @param damage what is wrong; empty when all is well
 * @param staged what runs left in staging, or are staging now
 * @param removed what loads took away, kept for a while
 * @param lastLoad the newest load that stands; empty when there is none, or the log is damaged
 */
public record Inspection(
    long records,
    int files,
    long rows,
    long bytes,
    List<Finding> damage,
    Leftovers staged,
    Leftovers removed,
    Optional<CommitRecord> lastLoad) {
  public Inspection {
    damage = List.copyOf(damage);
    requireNonNull(staged, "staged");
    requireNonNull(removed, "removed");
    requireNonNull(lastLoad, "lastLoad");
  }

  /** How closely files are looked at. */
  public enum Depth {
    /** Every byte, against the checksum. */
    CONTENT,
    /** Sizes and footers. */
    FOOTER
  }

  /**
   * Files that no reader sees.
   *
   * @param oldest when the oldest of them was written; empty when there are none
   */
  public record Leftovers(int files, long bytes, Optional<Instant> oldest) {
    public Leftovers {
      requireNonNull(oldest, "oldest");
    }
  }
}
