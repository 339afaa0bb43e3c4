package dev.penstock.audit.csv;

import dev.penstock.secret.Redactor;
import java.nio.file.Path;
import java.time.ZoneOffset;

/** A process of its own that appends rows as fast as it can. */
final class AuditWriterProcess {
  private AuditWriterProcess() {}

  /** Arguments: folder, job id, rows. */
  public static void main(String[] args) {
    CsvAuditTrail trail = new CsvAuditTrail(Path.of(args[0]), ZoneOffset.UTC, new Redactor());
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      trail.append(
          Entries.failed(Entries.AT, args[1] + i, "a \"quoted\", long message ".repeat(9)));
    }
  }
}
