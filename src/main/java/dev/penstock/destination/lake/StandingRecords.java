package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Note;
import java.util.Optional;

/**
 * The records of a log that still count: what an undo took back is passed over, and so is the undo.
 */
final class StandingRecords {
  private final CommitLog log;

  StandingRecords(CommitLog log) {
    this.log = log;
  }

  /** The newest standing record up to this sequence; empty when none of them stands. */
  Optional<CommitRecord> upTo(long sequence) {
    long at = sequence;
    while (at > 0) {
      CommitRecord commit = log.read(at);
      if (commit.kind() != CommitRecord.Kind.UNDO) {
        return Optional.of(commit);
      }
      at = backTo(commit);
    }
    return Optional.empty();
  }

  /** The newest standing load up to this sequence; watermarks set by hand are passed over. */
  Optional<CommitRecord> lastLoad(long sequence) {
    Optional<CommitRecord> commit = upTo(sequence);
    while (commit.isPresent() && commit.get().kind() != CommitRecord.Kind.LOAD) {
      commit = upTo(commit.get().sequence() - 1);
    }
    return commit;
  }

  /** The record as of which an undo put the job; 0 is before the first. */
  static long backTo(CommitRecord undo) {
    long back = undo.note().map(Note::backTo).orElseThrow().orElseThrow();
    if (back < 0 || back >= undo.sequence()) {
      throw new IllegalStateException("record " + undo.sequence() + " goes back to " + back);
    }
    return back;
  }
}
