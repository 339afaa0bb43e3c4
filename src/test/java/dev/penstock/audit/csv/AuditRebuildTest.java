package dev.penstock.audit.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
import dev.penstock.destination.CommitRecord;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditRebuildTest {
  private final CommitRecord first = Entries.load(1, "a", Entries.AT);
  private final CommitRecord second = Entries.load(2, "a", Entries.AT.plusSeconds(9));
  private final CommitRecord nextDay = Entries.load(3, "a", Entries.AT.plusSeconds(86_400));

  @TempDir Path folder;
  private CsvAuditTrail trail;
  private AuditRebuild rebuild;

  @BeforeEach
  void open() {
    trail = new CsvAuditTrail(folder, ZoneOffset.UTC, new Redactor());
    rebuild = new AuditRebuild(folder, ZoneOffset.UTC, new Redactor());
  }

  @Test
  void leavesWhatIsRightByteForByte() throws IOException {
    writeAll();
    byte[] before = Files.readAllBytes(file());

    assertThat(rebuild.rebuild(List.of(second, nextDay, first))).isEmpty();
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void writesWhatIsMissingAsTheRunWouldHave() throws IOException {
    writeAll();
    byte[] before = Files.readAllBytes(file());
    Files.delete(file());
    trail.append(Entries.failed(Entries.AT.plusSeconds(3), "a", "broken"));

    assertThat(rebuild.rebuild(List.of(first, second, nextDay))).containsExactly(file());
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void makesAWholeFileThatIsGone() throws IOException {
    trail.append(AuditEntry.of(first));
    byte[] before = Files.readAllBytes(file());
    Files.delete(file());

    assertThat(rebuild.rebuild(List.of(first))).containsExactly(file());
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void dropsDoubledFalseAndTornRows() throws IOException {
    writeAll();
    byte[] before = Files.readAllBytes(file());
    trail.append(AuditEntry.of(first));
    trail.append(AuditEntry.of(Entries.load(7, "a", Entries.AT.plusSeconds(1))));
    Files.writeString(file(), "2026-11-21T0", StandardOpenOption.APPEND);

    rebuild.rebuild(List.of(first, second, nextDay));

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void keepsTheLoadsOfOtherJobs() {
    trail.append(AuditEntry.of(Entries.load(1, "other", Entries.AT.plusSeconds(1))));

    rebuild.rebuild(List.of(first, second));

    assertThat(new AuditReader(folder).last(9, any -> true))
        .extracting(AuditEntry::loadId)
        .containsExactly("load-a-1", "load-other-1", "load-a-2");
  }

  private void writeAll() {
    trail.append(AuditEntry.of(first));
    trail.append(Entries.failed(Entries.AT.plusSeconds(3), "a", "broken"));
    trail.append(AuditEntry.of(second));
    trail.append(AuditEntry.of(nextDay));
  }

  private Path file() {
    return folder.resolve("audit_20261121.csv");
  }
}
