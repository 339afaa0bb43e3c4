package dev.penstock.destination.lake;

import static java.util.Objects.requireNonNull;

import dev.penstock.destination.Destination;
import dev.penstock.destination.Ledger;
import dev.penstock.destination.Session;
import dev.penstock.destination.Upkeep;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageProbe;
import dev.penstock.storage.StorageWriter.Lock;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parquet files in a store, in folders by table and date. */
public final class LakeDestination implements Destination {
  private static final Logger LOG = LoggerFactory.getLogger(LakeDestination.class);

  private final Containers containers;
  private final LakeOptions options;
  private final Clock clock;

  /**
   * @param containers closed with the destination
   * @throws dev.penstock.failure.ConfigException when the layout is none
   */
  public LakeDestination(Containers containers, LakeOptions options, Clock clock) {
    this.containers = requireNonNull(containers, "containers");
    this.options = requireNonNull(options, "options");
    this.clock = requireNonNull(clock, "clock");
    Layout.parse(options.layout());
  }

  @Override
  public Ledger ledger(Job job) {
    return new LakeLedger(home(job));
  }

  @Override
  public Upkeep upkeep(Job job) {
    JobHome home = home(job);
    return new LakeUpkeep(home, () -> hold(home));
  }

  @Override
  public Session acquire(Job job) {
    return hold(home(job));
  }

  @Override
  public List<String> tablesOf(Job row) {
    return home(row).tables();
  }

  private LakeSession hold(JobHome home) {
    Storage storage = home.storage();
    Lock lock = storage.lock(home.paths().lock()).orElseThrow(() -> held(home));
    try {
      note(home);
      LakeSession session = new LakeSession(home, lock);
      if (session.last().isEmpty()) {
        StorageProbe.check(storage, home.paths().staging().resolve("probe-" + UUID.randomUUID()));
      }
      return session;
    } catch (RuntimeException | Error e) {
      release(lock, e);
      throw e;
    }
  }

  /** For people only: two runs that both hold a lock that was lost may get in each other's way. */
  private void note(JobHome home) {
    try {
      Holder.here(clock.instant()).write(home.storage(), home.paths().holder());
    } catch (IngestException e) {
      LOG.warn("job {}: {}", home.job().id(), e.getMessage());
    }
  }

  @Override
  public void close() {
    containers.close();
  }

  private JobHome home(Job job) {
    return JobHome.of(containers, options, clock, job);
  }

  private IngestException held(JobHome home) {
    return new IngestException(
        ErrorCode.CONFLICT,
        "job %s (%s) is held by %s.\nWait for that run to end, then run the job again; a run that died lets go within a minute."
            .formatted(
                home.job().id(),
                home.job().place(),
                Holder.describe(home.storage(), home.paths().holder())));
  }

  private static void release(Lock lock, Throwable failure) {
    try {
      lock.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
