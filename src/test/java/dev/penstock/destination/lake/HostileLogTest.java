package dev.penstock.destination.lake;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.local.LocalStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the log that no Penstock has written: none takes more memory than a record may. */
final class HostileLogTest {
  private static final String RECORD = "00000000000000000001.json";

  /** Larger than any array of bytes. */
  private static final long HUGE = 3L << 30;

  @TempDir Path root;

  @Test
  @Secures(Measure.OTHER_PARSERS)
  @BadInput(
      value = Input.HOSTILE_LOG,
      says =
          ": larger than 16 MiB, which no commit record is.\nRestore the file from a backup; do not delete it, or its rows may be loaded twice.")
  void refusesARecordThatIsLargerThanAnyIs() throws IOException {
    huge("commits/" + RECORD);

    refused(
        "larger than 16 MiB, which no commit record is.\nRestore the file from a backup; do not delete it, or its rows may be loaded twice.");
  }

  @Test
  @Secures(Measure.OTHER_PARSERS)
  @BadInput(
      value = Input.HOSTILE_LOG,
      taken = "a huge note (published, holder.json) counts as none")
  void takesAHugeNoteForNone() throws IOException {
    huge("published");
    huge("holder.json");

    assertThat(log().published()).isZero();
    assertThat(log().last()).isEmpty();
    assertThat(
            Holder.describe(new LocalStorage(root), new StoragePath("_penstock/job/holder.json")))
        .isEqualTo("another run, whose note cannot be read yet");
  }

  @Test
  @Secures(Measure.OTHER_PARSERS)
  @BadInput(
      value = Input.HOSTILE_LOG,
      says =
          ": not a whole commit record, so what was loaded is not known.\nRestore the file from a backup; do not delete it, or its rows may be loaded twice.")
  void refusesARecordThatIsNestedTooDeep() throws IOException {
    write("[".repeat(1 << 20));

    refused(
        "not a whole commit record, so what was loaded is not known.\nRestore the file from a backup; do not delete it, or its rows may be loaded twice.");
  }

  @Test
  void refusesARecordWithANumberOfAMillionDigits() throws IOException {
    write("{\"format\": 1, \"sequence\": " + "9".repeat(1 << 20) + "}");

    refused(
        "not a whole commit record, so what was loaded is not known.\nRestore the file from a backup; do not delete it, or its rows may be loaded twice.");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> log().last())
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_REFUSED))
        .hasMessage(root + "/_penstock/job/commits/" + RECORD + ": " + message);
  }

  private CommitLog log() {
    return new CommitLog(
        new LocalStorage(root), new JobPaths(StoragePath.ROOT, new StoragePath("_penstock/job")));
  }

  private void write(String text) throws IOException {
    Path file = file("commits/" + RECORD);
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As a sparse file, which takes no room. */
  private void huge(String name) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(file(name).toFile(), "rw")) {
      file.setLength(HUGE);
    }
  }

  private Path file(String name) throws IOException {
    Path file = root.resolve("_penstock/job").resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }
}
