package dev.penstock.storage.adls;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Move;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts, moves and deletes the files of a container. */
final class AdlsWrites {
  private static final Logger LOG = LoggerFactory.getLogger(AdlsWrites.class);
  private static final HttpHeaderName CONTINUATION = HttpHeaderName.fromString("x-ms-continuation");

  private final Container container;
  private final AdlsReads reads;
  private final Blocks blocks;

  AdlsWrites(Container container, AdlsReads reads, Blocks blocks) {
    this.container = container;
    this.reads = reads;
    this.blocks = blocks;
  }

  /** Three requests: create, append with flush, rename. */
  boolean putIfAbsent(StoragePath path, byte[] content) {
    StoragePath temporary = path.parent().resolve("." + path.name() + "." + UUID.randomUUID());
    String etag = write(path, temporary, content);
    try {
      Rename.Outcome outcome = new Rename(container, temporary, path, etag).run();
      return switch (outcome) {
        case DONE -> true;
        case TAKEN -> {
          deleteQuietly(temporary);
          yield false;
        }
        case SOURCE_MISSING -> throw gone(path);
      };
    } catch (RequestFailed e) {
      deleteQuietly(temporary);
      throw container.failures().of("write", path, e);
    } catch (Rename.InDoubt e) {
      throw container.failures().unknown(path, e.failed());
    }
  }

  /** Two requests, and two more when the target's folder is not there yet. */
  Move move(StoragePath from, StoragePath to) {
    Optional<String> etag = reads.etag(from);
    if (etag.isEmpty()) {
      return Move.SOURCE_MISSING;
    }
    String verb = "move " + container.failures().place(from) + " to";
    try {
      return switch (new Rename(container, from, to, etag.get()).run()) {
        case DONE -> Move.MOVED;
        case TAKEN -> Move.TARGET_EXISTS;
        case SOURCE_MISSING -> Move.SOURCE_MISSING;
      };
    } catch (RequestFailed e) {
      throw container.failures().of(verb, to, e);
    } catch (Rename.InDoubt e) {
      throw container.failures().of(verb, to, e.failed());
    }
  }

  /** One request, and one more for each part of a large tree. */
  void delete(StoragePath path) {
    if (path.equals(StoragePath.ROOT)) {
      throw new IllegalArgumentException("the root of a store is not deleted");
    }
    try {
      while (deletedPart(path).isPresent()) {
        // What is left of a large tree is deleted as if it were another.
      }
    } catch (RequestFailed e) {
      if (!e.answer().isMissing()) {
        throw container.failures().of("delete", path, e);
      }
    }
  }

  private Optional<String> deletedPart(StoragePath path) {
    Response<Void> response =
        container
            .calls()
            .send(
                timeout ->
                    // Of a file the service takes this as well: no look is needed before.
                    container.directory(path).deleteRecursivelyWithResponse(null, timeout, null));
    return Optional.ofNullable(response.getHeaders().getValue(CONTINUATION))
        .filter(token -> !token.isEmpty());
  }

  /** Gives the ETag of the written file. */
  private String write(StoragePath path, StoragePath temporary, byte[] content) {
    try (AdlsUpload upload = AdlsUpload.begin(container, temporary, blocks)) {
      upload.write(content, 0, content.length);
      return upload.end();
    } catch (RequestFailed e) {
      throw container.failures().of("write", path, e);
    }
  }

  private IngestException gone(StoragePath path) {
    return new IngestException(
        ErrorCode.STORAGE,
        "cannot write %s: its temporary file is gone.\nCheck that no other program deletes files there, then run the job again."
            .formatted(container.failures().place(path)));
  }

  private void deleteQuietly(StoragePath temporary) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      container
          .calls()
          .sendOnce(
              timeout -> container.file(temporary).deleteIfExistsWithResponse(null, timeout, null));
    } catch (RequestFailed e) {
      // The outcome is decided already; the clean-up of old files takes this one too.
      LOG.debug("left {} behind: {}", temporary, e.getMessage());
    }
  }
}
