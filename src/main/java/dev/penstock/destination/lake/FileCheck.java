package dev.penstock.destination.lake;

import dev.penstock.destination.DataFile;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.parquet.ParquetFooters;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Compares one published file with what its record says, in little memory. */
final class FileCheck {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Storage storage;
  private final Depth depth;

  FileCheck(Storage storage, Depth depth) {
    this.storage = storage;
    this.depth = depth;
  }

  /** What is wrong with a file that is there; empty when nothing is. */
  Optional<String> wrong(DataFile file, FileInfo found) {
    if (found.bytes() != file.bytes()) {
      return Optional.of(
          "it has %d bytes, but its record says %d".formatted(found.bytes(), file.bytes()));
    }
    Optional<String> content =
        switch (depth) {
          case CONTENT -> checksum(file, found.path());
          case FOOTER -> Optional.empty();
        };
    return content.or(() -> footer(file, found));
  }

  private Optional<String> checksum(DataFile file, StoragePath path) {
    String crc32c = crc32c(path);
    return crc32c.equals(file.crc32c())
        ? Optional.empty()
        : Optional.of(
            "its content changed: the CRC32C of its bytes is %s, but its record says %s"
                .formatted(crc32c, file.crc32c()));
  }

  private Optional<String> footer(DataFile file, FileInfo found) {
    try {
      long rows =
          ParquetFooters.rows(file.path(), found.bytes(), new StoredBytes(storage, found.path()));
      return rows == file.rows()
          ? Optional.empty()
          : Optional.of(
              "its footer counts %d rows, but its record says %d".formatted(rows, file.rows()));
    } catch (IngestException e) {
      return Optional.of("its footer cannot be read, so it is no whole Parquet file");
    }
  }

  private String crc32c(StoragePath path) {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = storage.open(path, 0).orElseThrow(() -> gone(path))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE,
          "cannot read %s/%s: %s.\nCheck the store, then try again."
              .formatted(storage.root(), path, e.getMessage()),
          e);
    }
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private IngestException gone(StoragePath path) {
    return new IngestException(
        ErrorCode.STORAGE,
        "%s/%s: it was there a moment ago and is gone.\nTry again when no run of the job is under way."
            .formatted(storage.root(), path));
  }
}
