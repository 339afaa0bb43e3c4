package dev.penstock.storage.adls;

import com.azure.storage.file.datalake.DataLakeFileClient;
import com.azure.storage.file.datalake.options.DataLakePathCreateOptions;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A file being written: full blocks are appended by other threads while the next one is filled, and
 * one flush at the end makes them the file. Holds at most one block more than may be in flight. A
 * failed append shows at a later write, or at the end.
 */
final class AdlsUpload implements Upload {
  private final Container container;
  private final StoragePath path;
  private final DataLakeFileClient file;
  private final Blocks blocks;
  private final Deque<CompletableFuture<Void>> inFlight = new ArrayDeque<>();
  private String etag;
  private byte[] block;
  private int filled;
  private long appended;
  private boolean ended;

  private AdlsUpload(Container container, StoragePath path, Blocks blocks) {
    this.container = container;
    this.path = path;
    this.file = container.file(path);
    this.blocks = blocks;
  }

  /** Makes the file, empty, in place of any other. */
  static AdlsUpload begin(Container container, StoragePath path, Blocks blocks) {
    AdlsUpload upload = new AdlsUpload(container, path, blocks);
    upload.etag =
        container
            .calls()
            .send(
                timeout ->
                    Etag.in(
                        upload
                            .file
                            .createWithResponse(new DataLakePathCreateOptions(), timeout, null)
                            .getHeaders()))
            .orElse("");
    return upload;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (ended) {
      throw new IllegalStateException("the upload of " + path + " has ended");
    }
    int done = 0;
    while (done < length) {
      if (block == null) {
        block = blocks.borrow();
      }
      int part = Math.min(length - done, block.length - filled);
      System.arraycopy(bytes, offset + done, block, filled, part);
      filled += part;
      done += part;
      if (filled == block.length) {
        appendAside();
      }
    }
  }

  @Override
  public void complete() {
    try {
      end();
    } catch (RequestFailed e) {
      throw failure(e);
    }
  }

  /** As {@link #complete}; gives the ETag of the whole file. */
  String end() {
    if (ended) {
      throw new IllegalStateException("the upload of " + path + " has ended");
    }
    ended = true;
    Appends appends = new Appends(container, path, file);
    if (appended == 0 && filled > 0) {
      etag = appends.whole(block, filled);
    } else if (appended > 0) {
      if (filled > 0) {
        appendAside();
      }
      while (!inFlight.isEmpty()) {
        awaitOldest();
      }
      etag = appends.flush(appended);
    }
    return etag.isEmpty() ? appends.etag() : etag;
  }

  @Override
  public void close() {
    ended = true;
    // Nobody waits for appends to a file that is given up; each gives its own block back.
    inFlight.clear();
    if (block != null) {
      blocks.giveBack(block);
      block = null;
    }
  }

  private void appendAside() {
    while (inFlight.size() >= container.calls().limits().blocksInFlight()) {
      awaitOldest();
    }
    byte[] full = block;
    int length = filled;
    long position = appended;
    block = null;
    filled = 0;
    appended += length;
    inFlight.add(
        blocks.run(
            () -> {
              try {
                new Appends(container, path, file).append(full, length, position);
              } finally {
                blocks.giveBack(full);
              }
            }));
  }

  private void awaitOldest() {
    CompletableFuture<Void> oldest = inFlight.remove();
    try {
      oldest.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(new RequestFailed(Answer.none(Answer.Kind.INTERRUPTED, ""), "interrupted", e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RequestFailed failed) {
        throw failure(failed);
      }
      throw new IllegalStateException("an append of " + path + " broke", e.getCause());
    }
  }

  private IngestException failure(RequestFailed failed) {
    return container.failures().of("write", path, failed);
  }
}
