package dev.penstock.storage.adls;

import dev.penstock.storage.Described;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files in one container of a storage account with a hierarchical namespace.
 *
 * <p>A request has 60 s to be answered. It is sent again, up to 8 times within 3 minutes, when the
 * service answers 408, 429, 500, 502, 503 or 504, does not answer, or the connection breaks: after
 * 0.5 s, doubled each time up to 30 s, or after what Retry-After says, up to 60 s. An upload holds
 * at most 5 blocks of 4 MiB, a read one.
 */
public final class AdlsStorage implements Storage, Described {
  private final Container container;
  private final AdlsAddress address;
  private final AdlsAccess access;
  private final Namespace namespace;
  private final Blocks blocks;
  private final AdlsLocks locks;
  private final AdlsReads reads;
  private final AdlsWrites writes;

  AdlsStorage(Container container, AdlsAddress address, AdlsAccess access) {
    this.container = container;
    this.address = address;
    this.access = access;
    this.namespace = new Namespace(container, address);
    this.blocks = new Blocks(container.calls().limits().blockBytes());
    this.locks = new AdlsLocks(container);
    this.reads = new AdlsReads(container);
    this.writes = new AdlsWrites(container, reads, blocks);
  }

  @Override
  public String root() {
    return container.failures().place(StoragePath.ROOT);
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.of(address.endpoint());
  }

  @Override
  public Map<String, String> identity() {
    return access.when(new SignedInAs());
  }

  @Override
  public Map<String, String> facts() {
    return Map.of(
        "hierarchical namespace", namespace.isProven() ? "yes" : "not told to this identity");
  }

  @Override
  public Optional<FileInfo> find(StoragePath path) {
    return reads.find(path);
  }

  @Override
  public List<FileInfo> list(StoragePath directory) {
    return reads.list(directory);
  }

  @Override
  public Optional<InputStream> open(StoragePath path, long offset) {
    return reads.open(path, offset);
  }

  @Override
  public Upload create(StoragePath path) {
    namespace.require();
    try {
      return AdlsUpload.begin(container, path, blocks);
    } catch (RequestFailed e) {
      throw container.failures().of("create", path, e);
    }
  }

  @Override
  public boolean putIfAbsent(StoragePath path, byte[] content) {
    namespace.require();
    return writes.putIfAbsent(path, content);
  }

  @Override
  public Move move(StoragePath from, StoragePath to) {
    namespace.require();
    return writes.move(from, to);
  }

  @Override
  public void delete(StoragePath path) {
    namespace.require();
    writes.delete(path);
  }

  /** A lease of 60 s, renewed every 20 s; a holder that dies keeps it for at most a minute. */
  @Override
  public Optional<Lock> lock(StoragePath path) {
    namespace.require();
    return locks.lock(path);
  }

  @Override
  public void close() {
    blocks.close();
    locks.close();
  }
}
