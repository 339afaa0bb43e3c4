package dev.penstock.storage.adls;

import com.azure.core.util.Context;
import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.options.DataLakePathCreateOptions;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClient;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClientBuilder;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Takes leases on lock files. */
final class AdlsLocks implements AutoCloseable {
  /** One lease that is slow to renew holds up no other. */
  private static final int THREADS = 2;

  private final Container container;
  private final ScheduledThreadPoolExecutor renewals;

  /**
   * Each path's lease id, for as long as the store is open: a lock whose release was lost is taken
   * anew at once, and a repeated request renews what the first one took.
   */
  private final Map<StoragePath, String> ids = new ConcurrentHashMap<>();

  private final Set<StoragePath> held = ConcurrentHashMap.newKeySet();

  AdlsLocks(Container container) {
    this.container = container;
    this.renewals =
        new ScheduledThreadPoolExecutor(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "adls-lease");
              thread.setDaemon(true);
              return thread;
            });
    renewals.setRemoveOnCancelPolicy(true);
  }

  /** One request; two more the first time that a path is locked. */
  Optional<Lock> lock(StoragePath path) {
    if (!held.add(path)) {
      return Optional.empty();
    }
    DataLakeLeaseClient lease =
        new DataLakeLeaseClientBuilder()
            .fileClient(container.file(path))
            .leaseId(ids.computeIfAbsent(path, any -> UUID.randomUUID().toString()))
            .buildClient();
    try {
      acquire(path, lease);
    } catch (RequestFailed e) {
      held.remove(path);
      if (e.answer().code().equals("LeaseAlreadyPresent")) {
        return Optional.empty();
      }
      throw container.failures().of("lock", path, e);
    }
    return Optional.of(AdlsLock.kept(container, path, lease, renewals, () -> held.remove(path)));
  }

  /** Locks that are held are renewed no more; they lapse. */
  @Override
  public void close() {
    renewals.shutdownNow();
  }

  private void acquire(StoragePath path, DataLakeLeaseClient lease) {
    try {
      acquire(lease);
    } catch (RequestFailed e) {
      if (!e.answer().isMissing()) {
        throw e;
      }
      createFile(path);
      acquire(lease);
    }
  }

  private void acquire(DataLakeLeaseClient lease) {
    int seconds = Math.toIntExact(container.calls().limits().leaseDuration().toSeconds());
    container
        .calls()
        .send(timeout -> lease.acquireLeaseWithResponse(seconds, null, timeout, Context.NONE));
  }

  /** Never in place of a file that is there: that would break its lease. */
  private void createFile(StoragePath path) {
    DataLakePathCreateOptions absent =
        new DataLakePathCreateOptions()
            .setRequestConditions(new DataLakeRequestConditions().setIfNoneMatch("*"));
    try {
      container
          .calls()
          .send(timeout -> container.file(path).createWithResponse(absent, timeout, Context.NONE));
    } catch (RequestFailed e) {
      if (!e.answer().isTaken()) {
        throw e;
      }
    }
  }
}
