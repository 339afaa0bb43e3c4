package dev.penstock.audit.csv;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditReaderTest {
  @TempDir Path folder;

  @Test
  void readsBackWhatWasWritten() {
    AuditEntry load = AuditEntry.of(Entries.load(1, "a", Entries.AT));
    trail().append(load);

    assertThat(new AuditReader(folder).last(1, any -> true)).containsExactly(load);
  }

  @Test
  void givesTheLastRowsOverSeveralDaysOldestFirst() {
    for (int day = 0; day < 3; day++) {
      for (String job : new String[] {"a", "b"}) {
        trail().append(Entries.failed(Entries.AT.plusSeconds(86_400L * day), job, job + day));
      }
    }

    assertThat(new AuditReader(folder).last(3, any -> true))
        .extracting(AuditEntry::errorMessage)
        .containsExactly("b1", "a2", "b2");
    assertThat(new AuditReader(folder).last(2, entry -> entry.jobId().equals("a")))
        .extracting(AuditEntry::errorMessage)
        .containsExactly("a1", "a2");
  }

  @Test
  void isEmptyBeforeTheFirstRun() {
    assertThat(new AuditReader(folder.resolve("none")).last(3, any -> true)).isEmpty();
  }

  @Test
  @Secures(Measure.OTHER_PARSERS)
  @BadInput(
      value = Input.HOSTILE_AUDIT,
      says =
          "larger than 32 MiB, which no audit of one day is.\nMove the file away: 'history --rebuild'"
              + " brings the rows of all loads back.")
  void readsNoFileThatIsLargerThanAnyIsAndStillAddsToIt() throws IOException {
    trail().append(Entries.failed(Entries.AT, "job", "a"));
    Path file = folder.resolve("audit_20261121.csv");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      // More than an array can hold, as a sparse file, which takes no room.
      huge.setLength(3L << 30);
    }

    String message =
        file
            + ": larger than 32 MiB, which no audit of one day is.\nMove the file away: 'history"
            + " --rebuild' brings the rows of all loads back.";
    assertThatThrownBy(() -> new AuditReader(folder).last(1, any -> true)).hasMessage(message);
    trail().append(Entries.failed(Entries.AT, "job", "b"));
    assertThat(Files.size(file)).isGreaterThan(3L << 30);
  }

  private CsvAuditTrail trail() {
    return new CsvAuditTrail(folder, ZoneOffset.UTC, new Redactor());
  }
}
