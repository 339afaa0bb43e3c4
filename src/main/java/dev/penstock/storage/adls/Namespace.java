package dev.penstock.storage.adls;

import com.azure.core.util.Context;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the account has a hierarchical namespace, without which no rename is one step. Asked
 * once, before the first change, by a request that needs no right on the account: only such
 * accounts know access control lists.
 */
final class Namespace {
  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

  private final Container container;
  private final AdlsAddress address;
  private boolean known;
  private boolean proven;

  Namespace(Container container, AdlsAddress address) {
    this.container = container;
    this.address = address;
  }

  /**
   * @throws IngestException STORAGE_REFUSED when it has none
   */
  synchronized void require() {
    if (known) {
      return;
    }
    try {
      container
          .calls()
          .send(
              timeout ->
                  container
                      .client()
                      .getDirectoryClient("")
                      .getAccessControlWithResponse(false, null, timeout, Context.NONE));
      known = true;
      proven = true;
    } catch (RequestFailed e) {
      judge(e);
    }
  }

  /** Whether the account was seen to have one, and not only never seen to have none. */
  synchronized boolean isProven() {
    require();
    return proven;
  }

  private void judge(RequestFailed e) {
    int status = e.answer().status();
    if (status == 400) {
      throw new IngestException(
          Refusals.flat(address).code(),
          "cannot write to %s: %s"
              .formatted(
                  container.failures().place(StoragePath.ROOT), Refusals.flat(address).words()),
          e);
    }
    if (status == 401 || status == 403) {
      requireEntry();
      // Whoever may write files may still be refused the lists of who may what; a flat account
      // answers 400 before it looks at rights.
      LOG.debug("may not ask whether account {} has a hierarchical namespace", address.account());
      known = true;
      return;
    }
    throw container.failures().of("write to", StoragePath.ROOT, e);
  }

  /** The answer to a HEAD has no body that would say why not; a listing's has. */
  private void requireEntry() {
    ListPathsOptions one = new ListPathsOptions().setMaxResults(1);
    try {
      container
          .calls()
          .send(
              timeout ->
                  container.client().listPaths(one, timeout).iterableByPage().iterator().next());
    } catch (RequestFailed e) {
      throw container.failures().of("write to", StoragePath.ROOT, e);
    }
  }
}
