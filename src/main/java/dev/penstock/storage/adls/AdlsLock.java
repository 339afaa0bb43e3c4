package dev.penstock.storage.adls;

import com.azure.core.util.Context;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClient;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that is renewed until it is closed. It saves work and decides nothing, so that losing it
 * is worth a warning and never a failure. When its holder dies it lapses within a minute.
 */
final class AdlsLock implements Lock {
  private static final Logger LOG = LoggerFactory.getLogger(AdlsLock.class);

  private final Container container;
  private final String place;
  private final DataLakeLeaseClient lease;
  private final Runnable whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Future<?> renewal;

  private AdlsLock(
      Container container, StoragePath path, DataLakeLeaseClient lease, Runnable whenClosed) {
    this.whenClosed = whenClosed;
    this.container = container;
    this.place = container.failures().place(path);
    this.lease = lease;
  }

  static AdlsLock kept(
      Container container,
      StoragePath path,
      DataLakeLeaseClient lease,
      ScheduledExecutorService renewals,
      Runnable whenClosed) {
    AdlsLock lock = new AdlsLock(container, path, lease, whenClosed);
    long millis = container.calls().limits().leaseRenewal().toMillis();
    lock.renewal =
        renewals.scheduleWithFixedDelay(lock::renew, millis, millis, TimeUnit.MILLISECONDS);
    return lock;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    renewal.cancel(false);
    // A run that was told to stop still lets go, so that the next one need not wait.
    boolean interrupted = Thread.interrupted();
    try {
      container
          .calls()
          .sendOnce(timeout -> lease.releaseLeaseWithResponse(null, timeout, Context.NONE));
    } catch (RequestFailed e) {
      if (!isLost(e.answer())) {
        LOG.warn("{}: the lock was not released and lapses by itself ({})", place, e.getMessage());
      }
    } finally {
      whenClosed.run();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void renew() {
    try {
      // Not repeated: the next renewal is that, well before the lease lapses.
      container
          .calls()
          .sendOnce(timeout -> lease.renewLeaseWithResponse(null, timeout, Context.NONE));
    } catch (RequestFailed e) {
      if (closed.get()) {
        return;
      }
      if (isLost(e.answer())) {
        renewal.cancel(false);
        LOG.warn(
            "{}: the lock was lost; should another run take the job now, the first to commit wins",
            place);
      } else {
        LOG.warn("{}: the lock was not renewed, and is tried again ({})", place, e.getMessage());
      }
    }
  }

  private static boolean isLost(Answer answer) {
    return answer.isMissing()
        || answer.code().startsWith("LeaseIdMismatch")
        || answer.code().startsWith("LeaseNotPresent")
        || answer.code().startsWith("LeaseIsBroken")
        || answer.code().equals("LeaseLost");
  }
}
