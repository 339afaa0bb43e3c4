package dev.penstock.storage.adls;

import com.azure.core.util.Context;
import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.options.DataLakePathCreateOptions;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClient;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClientBuilder;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Takes leases on lock files. */
final class AdlsLocks implements AutoCloseable {
  private final Container container;
  private final ScheduledThreadPoolExecutor renewals;

  AdlsLocks(Container container) {
    this.container = container;
    this.renewals =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "adls-lease");
              thread.setDaemon(true);
              return thread;
            });
    renewals.setRemoveOnCancelPolicy(true);
  }

  /** One request; two more the first time that a path is locked. */
  Optional<Lock> lock(StoragePath path) {
    DataLakeLeaseClient lease =
        new DataLakeLeaseClientBuilder()
            .fileClient(container.file(path))
            // Our own id: a repeated request then renews what the first one took.
            .leaseId(UUID.randomUUID().toString())
            .buildClient();
    try {
      acquire(path, lease);
    } catch (RequestFailed e) {
      if (e.answer().code().equals("LeaseAlreadyPresent")) {
        return Optional.empty();
      }
      throw container.failures().of("lock", path, e);
    }
    return Optional.of(AdlsLock.kept(container, path, lease, renewals));
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
