package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Breaker;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.OutageException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Job;
import dev.penstock.schema.Evolution;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A destination that, once it was found out of reach, turns jobs away at once instead of letting
 * each find out for itself.
 */
public final class BreakerDestination implements Destination {
  private final Destination destination;
  private final Breaker breaker;

  /**
   * @param destination closed with this
   * @param retry how long jobs are turned away
   */
  public BreakerDestination(Destination destination, RetryPolicy retry, Clock clock) {
    this.destination = requireNonNull(destination, "destination");
    this.breaker = new Breaker("the lake", ErrorCode.STORAGE_UNREACHABLE, retry, clock);
  }

  @Override
  public Ledger ledger(Job job) {
    return new BehindBreaker(job, call(job, () -> destination.ledger(job)));
  }

  @Override
  public Session acquire(Job job) {
    return call(job, () -> destination.acquire(job));
  }

  @Override
  public Upkeep upkeep(Job job) {
    return new Guarded(job, destination.upkeep(job));
  }

  @Override
  public List<String> tablesOf(Job row) {
    return call(row, () -> destination.tablesOf(row));
  }

  @Override
  public void close() {
    destination.close();
  }

  private <T> T call(Job job, Supplier<T> work) {
    try {
      return breaker.call(work);
    } catch (OutageException e) {
      throw e.at(job.place());
    }
  }

  private final class BehindBreaker implements Ledger {
    private final Job job;
    private final Ledger ledger;

    BehindBreaker(Job job, Ledger ledger) {
      this.job = job;
      this.ledger = ledger;
    }

    @Override
    public Optional<CommitRecord> last() {
      return call(job, ledger::last);
    }

    @Override
    public List<CommitRecord> all() {
      return call(job, ledger::all);
    }

    @Override
    public List<CommitRecord> newest(int most) {
      return call(job, () -> ledger.newest(most));
    }

    @Override
    public Optional<InputStream> remembered(CommitRecord commit) {
      return call(job, () -> ledger.remembered(commit));
    }

    @Override
    public List<DataFile> live() {
      return call(job, ledger::live);
    }

    @Override
    public DeliveredFile open(DataFile file, Schema columns) {
      return call(job, () -> ledger.open(file, columns));
    }

    @Override
    public String partitionPath(Instant startedAt) {
      return ledger.partitionPath(startedAt);
    }

    @Override
    public Evolution evolution(Schema source) {
      return call(job, () -> ledger.evolution(source));
    }

    @Override
    public Drafts drafts() {
      return ledger.drafts();
    }
  }

  private final class Guarded implements Upkeep {
    private final Job job;
    private final Upkeep upkeep;

    Guarded(Job job, Upkeep upkeep) {
      this.job = job;
      this.upkeep = upkeep;
    }

    @Override
    public Undo planUndo(Optional<String> to) {
      return call(job, () -> upkeep.planUndo(to));
    }

    @Override
    public CommitRecord undo(Undo plan, String runId, String reason) {
      return call(job, () -> upkeep.undo(plan, runId, reason));
    }

    @Override
    public Inspection verify(Inspection.Depth depth) {
      return call(job, () -> upkeep.verify(depth));
    }

    @Override
    public Repair planRepair(Repair.Staging staging) {
      return call(job, () -> upkeep.planRepair(staging));
    }

    @Override
    public Repair repair(Repair.Staging staging) {
      return call(job, () -> upkeep.repair(staging));
    }
  }
}
