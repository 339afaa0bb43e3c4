package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.RememberedRows;
import dev.penstock.destination.Remembering;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What loads remember of delivered rows: one file for each record that remembers any, written
 * before the record that names it, and never changed. So files, watermark and memory move together.
 */
final class RememberedFiles {
  private final JobHome home;

  RememberedFiles(JobHome home) {
    this.home = home;
  }

  /** Writes what a delivery wants remembered, under a name that no other load has. */
  Optional<RememberedRows> write(LoadPackage loadPackage, Delivery delivery) {
    return delivery
        .remembering()
        .map(
            rows -> write(home.paths().remembered(loadPackage.loadId()), rows, delivery.dropped()));
  }

  private RememberedRows write(StoragePath path, Remembering rows, long dropped) {
    try (Upload upload = home.storage().create(path)) {
      UploadStream out = new UploadStream(upload);
      rows.write(out);
      upload.complete();
      return new RememberedRows(
          path.value(), out.bytes(), out.crc32c(), rows.rows(), rows.again(), dropped);
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE,
          "cannot write %s: %s.\nCheck the disk of this machine, then run the job again."
              .formatted(home.place(path), e.getMessage()),
          e);
    }
  }

  /** Of a load that is not committed; nothing there is no failure. */
  void abandon(LoadPackage loadPackage) {
    home.storage().delete(home.paths().remembered(loadPackage.loadId()));
  }

  /** What a record's job remembers, checked to its last byte as it is read. */
  Optional<InputStream> open(CommitRecord commit) {
    return commit
        .remembered()
        .map(
            rows ->
                new CheckedContent(
                    home.storage()
                        .open(new StoragePath(rows.path()), 0)
                        .orElseThrow(() -> unusable(commit, rows, "is gone")),
                    rows.bytes(),
                    rows.crc32c(),
                    () -> unusable(commit, rows, "is not as it was written")));
  }

  boolean isThere(RememberedRows rows) {
    return home.storage()
        .find(new StoragePath(rows.path()))
        .filter(file -> file.bytes() == rows.bytes())
        .isPresent();
  }

  private IngestException unusable(CommitRecord commit, RememberedRows rows, String what) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        ("%s: %s, and record %d names it; without it nobody knows which rows at and below the"
                + " watermark were delivered.\n%s")
            .formatted(
                home.place(new StoragePath(rows.path())), what, commit.sequence(), mend(commit)));
  }

  /** What to do about a file that cannot be used. */
  String mend(CommitRecord commit) {
    return ("Restore it from a backup, or take everything up to the watermark as delivered with:"
            + " state set %s '%s' --reason WHY.")
        .formatted(
            home.job().id(), commit.watermark().map(watermark -> watermark.value()).orElse(""));
  }

  /**
   * Deletes what no load reads any more. What a record remembered is kept for a while after a later
   * one took its place, so that an undo can go back to it.
   */
  void sweep(Optional<CommitRecord> last, Instant before) {
    List<FileInfo> files = home.storage().list(home.paths().remembered());
    Optional<String> named = last.flatMap(CommitRecord::remembered).map(RememberedRows::path);
    for (int i = 0; i < files.size(); i++) {
      FileInfo file = files.get(i);
      // Names sort by time: the next file took this one's place.
      FileInfo next = files.get(Math.min(i + 1, files.size() - 1));
      if (!named.equals(Optional.of(file.path().value()))
          && file.modifiedAt().isBefore(before)
          && next.modifiedAt().isBefore(before)) {
        home.storage().delete(file.path());
      }
    }
  }
}
