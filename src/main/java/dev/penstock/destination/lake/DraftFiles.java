package dev.penstock.destination.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.penstock.destination.SplitResult;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The plan of one load and the results of its splits, beside its staged files. What a death has
 * torn reads as if it were not there.
 */
final class DraftFiles {
  static final String PLAN = "plan.json";

  private final Storage storage;
  private final StoragePath folder;

  /**
   * @param folder in which the load is staged
   */
  DraftFiles(Storage storage, StoragePath folder) {
    this.storage = storage;
    this.folder = folder;
  }

  void write(PlanFile plan) {
    write(folder.resolve(PLAN), plan);
  }

  void write(SplitResult result) {
    write(results().resolve("%04d.json".formatted(result.split())), result);
  }

  Optional<PlanFile> plan() {
    return read(folder.resolve(PLAN), PlanFile.class)
        .filter(plan -> plan.format() == PlanFile.FORMAT);
  }

  /** Those that can be read; what they say of files is not checked. */
  List<SplitResult> claimed() {
    return storage.list(results()).stream()
        .map(FileInfo::path)
        .flatMap(path -> read(path, SplitResult.class).stream())
        .toList();
  }

  private StoragePath results() {
    return folder.resolve("results");
  }

  private void write(StoragePath path, Object content) {
    byte[] json = json(content);
    try (Upload upload = storage.create(path)) {
      upload.write(json, 0, json.length);
      upload.complete();
    }
  }

  private static byte[] json(Object content) {
    try {
      return CommitJson.JSON.writeValueAsBytes(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan and a result can always be written as JSON", e);
    }
  }

  private <T> Optional<T> read(StoragePath path, Class<T> type) {
    Optional<InputStream> content = storage.open(path, 0);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    byte[] json;
    try (InputStream in = content.get()) {
      json = in.readAllBytes();
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE,
          "cannot read %s/%s: %s.\nCheck the store, then run the job again."
              .formatted(storage.root(), path, e.getMessage()),
          e);
    }
    try {
      return Optional.ofNullable(CommitJson.JSON.readValue(json, type));
    } catch (IOException e) {
      // Torn by a death in mid-write, or of another version: its splits are read again.
      return Optional.empty();
    }
  }
}
