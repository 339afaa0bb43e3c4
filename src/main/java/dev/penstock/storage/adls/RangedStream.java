package dev.penstock.storage.adls;

import com.azure.core.http.HttpHeaderName;
import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.models.DownloadRetryOptions;
import com.azure.storage.file.datalake.models.FileRange;
import com.azure.storage.file.datalake.models.FileReadResponse;
import dev.penstock.storage.StoragePath;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file in blocks. A block is kept only when it came whole, and all blocks are of the file's
 * same state, so that no byte is lost or doubled when a connection breaks.
 */
final class RangedStream extends InputStream {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final HttpHeaderName FOLDER = HttpHeaderName.fromString("x-ms-meta-hdi_isfolder");
  private static final DownloadRetryOptions NONE =
      new DownloadRetryOptions().setMaxRetryRequests(0);

  private final Container container;
  private final StoragePath path;
  private final String etag;
  private final long length;
  private Block block;
  private int read;

  private RangedStream(Container container, StoragePath path, Block first) {
    this.container = container;
    this.path = path;
    this.etag = first.etag();
    this.length = first.fileLength();
    this.block = first;
  }

  /** Part of a file. */
  private static final class Block {
    private final byte[] bytes;
    private final long offset;
    private final long fileLength;
    private final FileReadResponse response;

    Block(byte[] bytes, long offset, long fileLength, FileReadResponse response) {
      this.bytes = bytes;
      this.offset = offset;
      this.fileLength = fileLength;
      this.response = response;
    }

    byte[] bytes() {
      return bytes;
    }

    long offset() {
      return offset;
    }

    long fileLength() {
      return fileLength;
    }

    String etag() {
      return Etag.in(response.getHeaders()).orElse("");
    }

    boolean isFolder() {
      return "true".equals(response.getHeaders().getValue(FOLDER));
    }
  }

  /** One request for a file that is no longer than a block. */
  static Optional<InputStream> open(Container container, StoragePath path, long offset) {
    try {
      Block first = fetch(container, path, offset, "");
      return first.isFolder()
          ? Optional.empty()
          : Optional.of(new RangedStream(container, path, first));
    } catch (RequestFailed e) {
      if (e.answer().isMissing()) {
        return Optional.empty();
      }
      if (e.answer().status() == 416) {
        return atEnd(container, path);
      }
      throw e;
    }
  }

  /** Of an empty file no range can be asked for. */
  private static Optional<InputStream> atEnd(Container container, StoragePath path) {
    return new AdlsReads(container).find(path).map(file -> InputStream.nullInputStream());
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    if (read == block.bytes().length && !nextBlock()) {
      return -1;
    }
    int copied = Math.min(count, block.bytes().length - read);
    System.arraycopy(block.bytes(), read, target, offset, copied);
    read += copied;
    return copied;
  }

  @Override
  public int available() {
    return block.bytes().length - read;
  }

  private boolean nextBlock() {
    long next = block.offset() + block.bytes().length;
    if (next >= length) {
      return false;
    }
    try {
      block = fetch(container, path, next, etag);
      read = 0;
      return true;
    } catch (RequestFailed e) {
      throw container.failures().of("read", path, e);
    }
  }

  private static Block fetch(Container container, StoragePath path, long offset, String etag) {
    return container.calls().send(timeout -> fetch(container, path, offset, etag, timeout));
  }

  private static Block fetch(
      Container container, StoragePath path, long offset, String etag, Duration timeout) {
    FileRange range = new FileRange(offset, (long) container.calls().limits().blockBytes());
    DataLakeRequestConditions same = new DataLakeRequestConditions();
    if (!etag.isEmpty()) {
      same.setIfMatch(Etag.quoted(etag));
    }
    // New for each try: what a broken answer had brought is thrown away.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FileReadResponse response =
        container.file(path).readWithResponse(bytes, range, NONE, same, false, timeout, null);
    return block(response, offset, bytes.toByteArray());
  }

  private static Block block(FileReadResponse response, long offset, byte[] bytes) {
    String header = response.getHeaders().getValue(HttpHeaderName.CONTENT_RANGE);
    Matcher range = RANGE.matcher(String.valueOf(header));
    boolean known = range.matches();
    long fileLength = known ? Long.parseLong(range.group(3)) : offset + bytes.length;
    if (known && Long.parseLong(range.group(2)) + 1 != offset + bytes.length) {
      throw new RequestFailed(
          Answer.none(Answer.Kind.BROKEN, ""), "the answer ended before its end", null);
    }
    return new Block(bytes, offset, fileLength, response);
  }
}
