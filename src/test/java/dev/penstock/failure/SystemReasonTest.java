package dev.penstock.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SystemReasonTest {
  @Test
  void saysThatADiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();

    IOException refused =
        catchThrowableOfType(IOException.class, () -> Files.write(full, new byte[1]));

    assertThat(SystemReason.of(refused)).isEqualTo("No space left on device");
  }

  @Test
  void leavesThePathToWhoeverNamesIt() {
    assertThat(SystemReason.of(new FileSystemException("metadata", null, "Read-only file system")))
        .isEqualTo("Read-only file system");
  }

  @Test
  void namesTheKindWhereTheSystemSaidNoMore() {
    assertThat(SystemReason.of(new AccessDeniedException("metadata")))
        .isEqualTo("AccessDeniedException");
    assertThat(SystemReason.of(new IOException())).isEqualTo("IOException");
  }
}
