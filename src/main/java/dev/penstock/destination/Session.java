package dev.penstock.destination;

import dev.penstock.source.Watermark;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/** One job, held for writing. Used by one thread, but for what {@link Load} says. */
public interface Session extends Ledger, AutoCloseable {
  /** Begins a load; the caller closes it. {@code schema} is the source's. */
  Load begin(LoadPackage loadPackage, Schema schema);

  /**
   * Goes on with a load that an attempt or a run before has left; the caller closes it.
   *
   * @param loadPackage with the load id and the start of the run of {@code plan}
   */
  Load resume(LoadPlan plan, LoadPackage loadPackage, Schema schema);

  /**
   * Commits a change of the watermark alone; empty forgets it, so that the next run reads from the
   * start.
   */
  CommitRecord amend(Optional<Watermark> watermark, String runId, String reason);

  @Override
  void close();
}
