package dev.penstock.doctor;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Move;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a load does to a store, step by step, each of them timed. */
final class LakeTrial {
  private static final byte[] CONTENT = "penstock doctor".getBytes(StandardCharsets.US_ASCII);

  private final Storage storage;
  private final StoragePath scratch;
  private final StoragePath first;
  private final StoragePath second;
  private final Clock clock;
  private final Chart chart;
  private final List<String> allowed = new ArrayList<>();
  private final Set<String> mends = new HashSet<>();
  private boolean reachable = true;
  private boolean created;

  /**
   * @param scratch a directory that does not exist; removed at the end
   */
  LakeTrial(Storage storage, StoragePath scratch, Clock clock, Chart chart) {
    this.storage = storage;
    this.scratch = scratch;
    this.first = scratch.resolve("first");
    this.second = scratch.resolve("renamed");
    this.clock = clock;
    this.chart = chart;
  }

  void run() {
    if (look()) {
      attempt("list", "listing files", () -> storage.list(scratch));
      change();
    }
    chart.fact("allowed", allowed.isEmpty() ? "nothing" : String.join(", ", allowed));
  }

  /** Whether the store answers at all; if not, nothing else is worth the wait. */
  private boolean look() {
    chart.step("measuring the way there and back");
    try {
      chart.latency(RoundTrips.median(() -> storage.find(first)));
      return true;
    } catch (IngestException e) {
      note(e);
      return false;
    }
  }

  private void change() {
    if (!reachable) {
      return;
    }
    try {
      created = attempt("create", "creating a file", this::create);
      if (created) {
        boolean renamed = attempt("rename without overwrite", "renaming a file", this::rename);
        StoragePath written = renamed ? second : first;
        attempt("read", "reading a file", () -> read(written));
      }
    } finally {
      // Even when creating failed: the store may have done it and not said so.
      tryOut("delete", "deleting the files again", this::delete);
    }
  }

  /** Whether it is allowed; what refuses it is noted. */
  private boolean attempt(String name, String doing, Runnable step) {
    return reachable && tryOut(name, doing, step);
  }

  private boolean tryOut(String name, String doing, Runnable step) {
    chart.step(doing);
    long before = System.nanoTime();
    try {
      step.run();
    } catch (IngestException e) {
      note(e);
      return false;
    }
    allowed.add("%s (%d ms)".formatted(name, (System.nanoTime() - before) / 1_000_000));
    return true;
  }

  /** What keeps files from being made is met by step after step, but told once. */
  private void note(IngestException failure) {
    Finding finding = Finding.of(failure);
    if (mends.add(finding.mend()) || created) {
      chart.add(finding);
    }
    reachable =
        reachable
            && failure.code() != ErrorCode.STORAGE
            && failure.code() != ErrorCode.STORAGE_UNREACHABLE;
  }

  private void create() {
    upload();
    FileInfo written = storage.find(first).orElseThrow(() -> broken("a new file is not there"));
    Skew.note(chart, written.modifiedAt(), clock.instant());
  }

  private void upload() {
    try (Upload upload = storage.create(first)) {
      upload.write(CONTENT, 0, CONTENT.length);
      upload.complete();
    }
  }

  private void rename() {
    require(storage.move(first, second) == Move.MOVED, "a file could not be renamed");
    upload();
    require(storage.move(first, second) == Move.TARGET_EXISTS, "a file was renamed onto another");
  }

  private void read(StoragePath file) {
    try (InputStream in = storage.open(file, 0).orElseGet(InputStream::nullInputStream)) {
      require(Arrays.equals(in.readAllBytes(), CONTENT), "a file does not read back as written");
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE,
          "cannot read %s/%s: %s.\nRun the doctor again."
              .formatted(storage.root(), file, e.getMessage()),
          e);
    }
  }

  private void delete() {
    storage.delete(scratch);
    require(storage.find(second).isEmpty(), "a deleted file is still there");
  }

  private void require(boolean promise, String otherwise) {
    if (!promise) {
      throw broken(otherwise);
    }
  }

  private IngestException broken(String promise) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        "%s: not safe to load into: %s.\nName a destination on a local disk, or in an Azure storage account with a hierarchical namespace."
            .formatted(storage.root(), promise));
  }
}
