package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Ledger;
import dev.penstock.engine.late.Overlap;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Known;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What the last load remembers of delivered rows, where a run reads on from it. */
final class Remembered {
  private Remembered() {}

  /** For a run: all of it. */
  static Overlap of(Job job, Ledger ledger, RunRequest.Refresh refresh) {
    Optional<InputStream> content = content(job, ledger, refresh);
    if (content.isEmpty()) {
      return Overlap.knowingNothing(job, Overlap.Limits.USUAL);
    }
    try (InputStream in = content.get()) {
      return Overlap.of(job, Overlap.Limits.USUAL, in);
    } catch (IOException e) {
      throw unreadable(job, e);
    }
  }

  /** For a plan: what it says of itself. */
  static Optional<Known> known(Job job, Ledger ledger, RunRequest.Refresh refresh) {
    return known(job, content(job, ledger, refresh));
  }

  /** What a load says of what it remembers. */
  static Optional<Known> known(Job job, Ledger ledger, CommitRecord load) {
    return known(job, ledger.remembered(load));
  }

  private static Optional<Known> known(Job job, Optional<InputStream> content) {
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = content.get()) {
      return Optional.of(Overlap.known(job, in));
    } catch (IOException e) {
      throw unreadable(job, e);
    }
  }

  private static Optional<InputStream> content(Job job, Ledger ledger, RunRequest.Refresh refresh) {
    Optional<CommitRecord> last = ledger.last();
    boolean readsOn =
        job.extract().cursor().isPresent()
            && refresh == RunRequest.Refresh.FROM_WATERMARK
            && last.flatMap(CommitRecord::watermark).isPresent();
    return readsOn ? ledger.remembered(last.orElseThrow()) : Optional.empty();
  }

  private static IngestException unreadable(Job job, IOException cause) {
    return new IngestException(
        ErrorCode.STORAGE,
        "%s: cannot read what job %s remembers of delivered rows: %s.\nCheck the store, and the disk of this machine, then run the job again."
            .formatted(job.place(), job.id(), cause.getMessage()),
        cause);
  }
}
