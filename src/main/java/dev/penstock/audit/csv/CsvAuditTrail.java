package dev.penstock.audit.csv;

import static java.util.Objects.requireNonNull;

import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.AuditTrail;
import dev.penstock.secret.Redactor;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Rows in {@code audit_YYYYMMDD.csv}, one file for each day on which a job ended. Several threads
 * and several processes may write the same folder.
 */
public final class CsvAuditTrail implements AuditTrail {
  private final AuditFiles files;
  private final AuditRow row;

  /**
   * @param folder made when the first row is written
   * @param zone in which days and times are reckoned
   */
  public CsvAuditTrail(Path folder, ZoneId zone, Redactor redactor) {
    this.files = new AuditFiles(requireNonNull(folder, "folder"), requireNonNull(zone, "zone"));
    this.row = new AuditRow(zone, requireNonNull(redactor, "redactor"));
  }

  /** The file of a job that ends at this moment. */
  public Path file(Instant endedAt) {
    return files.fileOf(endedAt);
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.penstock.failure.IngestException STORAGE_REFUSED when the file cannot be written or
   *     is not an audit file; nothing was added then
   */
  @Override
  public void append(AuditEntry entry) {
    String line = row.write(entry);
    Path file = files.fileOf(entry.at());
    files.alone(
        file,
        () -> {
          files.append(file, line);
          return file;
        });
  }
}
