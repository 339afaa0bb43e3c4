package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.csv.AuditRebuild;
import dev.penstock.audit.csv.CsvAuditTrail;
import dev.penstock.destination.CommitRecord;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether the audit can be made anew from the records alone. */
final class RegeneratedAudit {
  private final Path folder;

  /**
   * @param folder for the files of this check
   */
  RegeneratedAudit(Path folder) {
    this.folder = folder;
  }

  /**
   * The rows that runs wrote, made to agree with the records, equal byte for byte those that are
   * written from the records alone; and each load has one.
   *
   * @param told the loads whose runs lived to write their row
   * @param records every record of the job
   */
  void require(List<CommitRecord> told, List<CommitRecord> records) {
    Path written = folder.resolve("written");
    CsvAuditTrail trail = new CsvAuditTrail(written, ZoneOffset.UTC, new Redactor());
    told.stream()
        .filter(commit -> commit.kind() == CommitRecord.Kind.LOAD)
        .map(AuditEntry::of)
        .forEach(trail::append);
    Path anew = folder.resolve("anew");
    for (Path audit : List.of(written, anew)) {
      new AuditRebuild(audit, ZoneOffset.UTC, new Redactor()).rebuild(records);
    }
    assertThat(files(written)).as("the audit, mended and made anew").isEqualTo(files(anew));
    long loads = records.stream().filter(commit -> commit.kind() == CommitRecord.Kind.LOAD).count();
    assertThat(files(anew).values().stream().flatMap(String::lines).filter(this::isSuccess))
        .as("rows of loads in the audit")
        .hasSize((int) loads);
  }

  private boolean isSuccess(String line) {
    return line.contains("SUCCESS");
  }

  private static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    if (!Files.exists(folder)) {
      // Not one load was ever committed.
      return files;
    }
    try (Stream<Path> found = Files.list(folder)) {
      for (Path file : found.filter(path -> path.toString().endsWith(".csv")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
