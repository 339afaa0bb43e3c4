package dev.penstock.storage.adls;

import com.azure.core.http.HttpHeaders;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.file.datalake.DataLakeFileClient;
import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.options.DataLakeFileAppendOptions;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.StoragePath;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The requests that fill one file. */
record Appends(Container container, StoragePath path, DataLakeFileClient file) {
  /** An append is the same when it is repeated: bytes at a position. */
  void append(byte[] block, int length, long position) {
    byte[] body = exact(block, length);
    container
        .calls()
        .sendBlock(
            timeout ->
                file.appendWithResponse(
                    BinaryData.fromBytes(body),
                    position,
                    new DataLakeFileAppendOptions(),
                    timeout,
                    patient(timeout)),
            answer -> {});
  }

  /** A whole small file in one request; gives its ETag. */
  String whole(byte[] block, int length) {
    byte[] body = exact(block, length);
    DataLakeFileAppendOptions options = new DataLakeFileAppendOptions().setFlush(true);
    return flushed(
        length,
        timeout ->
            file.appendWithResponse(
                    BinaryData.fromBytes(body), 0, options, timeout, patient(timeout))
                .getHeaders());
  }

  /** Makes what was appended the file; gives its ETag. */
  String flush(long length) {
    return flushed(
        length,
        timeout ->
            file.flushWithResponse(
                    length,
                    false,
                    false,
                    null,
                    new DataLakeRequestConditions(),
                    timeout,
                    Context.NONE)
                .getHeaders());
  }

  String etag() {
    return new AdlsReads(container).etag(path).orElse("");
  }

  private interface Request extends Function<Duration, HttpHeaders> {}

  /** A repeated flush is refused when the first one was done: then the length tells. */
  private String flushed(long length, Request request) {
    boolean[] mayHaveDone = new boolean[1];
    try {
      return Etag.in(
              container
                  .calls()
                  .sendBlock(request, answer -> mayHaveDone[0] |= answer.mayHaveDone()))
          .orElse("");
    } catch (RequestFailed e) {
      if (mayHaveDone[0] && e.answer().kind() == Answer.Kind.REPLY && hasLength(length)) {
        return "";
      }
      throw e;
    }
  }

  /** The client of the process waits less long for answers than a block may take to be sent. */
  private static Context patient(Duration timeout) {
    return new Context("azure-response-timeout", timeout);
  }

  private boolean hasLength(long length) {
    Optional<FileInfo> found = new AdlsReads(container).find(path);
    return found.isPresent() && found.get().bytes() == length;
  }

  private static byte[] exact(byte[] block, int length) {
    return length == block.length ? block : Arrays.copyOf(block, length);
  }
}
