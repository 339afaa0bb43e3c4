package dev.penstock.audit.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditEntry;
import dev.penstock.secret.Redactor;
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

  private CsvAuditTrail trail() {
    return new CsvAuditTrail(folder, ZoneOffset.UTC, new Redactor());
  }
}
