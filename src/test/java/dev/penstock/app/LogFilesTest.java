package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.secret.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

final class LogFilesTest {
  private static final Instant START = Instant.parse("2026-11-21T03:15:00Z");
  private static final Logger LOG = LoggerFactory.getLogger("dev.penstock.engine.Run");

  private final Redactor redactor = new Redactor();

  @TempDir Path folder;

  @Test
  void writesTheJobIntoEachLine() throws IOException {
    try (LogFiles logs = open()) {
      MDC.put("job", "shop_orders");
      LOG.info("read {} rows", "5,000");
      MDC.remove("job");
      LOG.warn("plain");
      assertThat(logs.file()).isEqualTo(folder.resolve("ingestion_20261121_031500.log"));
    }

    List<String> lines = lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\| INFO \\| "
                + "\\[shop_orders\\] read 5,000 rows");
    assertThat(withoutTime(lines.get(1))).isEqualTo("WARN | plain");
  }

  @Test
  void hearsLibrariesFromWarnAndUsFromInfo() throws IOException {
    try (LogFiles logs = open()) {
      LoggerFactory.getLogger("com.library").info("no");
      LoggerFactory.getLogger("com.library").warn("yes");
      LOG.debug("no");
      java.util.logging.Logger.getLogger("org.driver").info("no");
      java.util.logging.Logger.getLogger("org.driver").warning("driver");
      java.util.logging.Logger.getLogger("org.driver").severe("broken");
      assertThat(logs.failure()).isEmpty();
    }

    assertThat(lines().stream().map(LogFilesTest::withoutTime))
        .containsExactly("WARN | yes", "WARN | driver", "ERROR | broken");
  }

  @Test
  void escapesWhatCouldForgeALine() throws IOException {
    try (LogFiles logs = open()) {
      MDC.put("job", "a\nb");
      LOG.info("x\r\n2026-11-21 03:15:00.123 | INFO | forged\u001B[2J\u2028\u202Ey\tz");
      MDC.remove("job");
      LOG.info("costs $1 and \\n");
      assertThat(logs.failure()).isEmpty();
    }

    assertThat(lines().stream().map(LogFilesTest::withoutTime))
        .containsExactly(
            "INFO | [a\\nb] x\\r\\n2026-11-21 03:15:00.123 | INFO |"
                + " forged\\u001b[2J\\u2028\\u202ey\\tz",
            "INFO | costs $1 and \\n");
  }

  @Test
  void keepsSecretsOutOfMessagesAndChains() throws IOException {
    redactor.register("hunter2");
    SQLException cause = new SQLException("FATAL for hunter2\n2026 | INFO | forged");
    try (LogFiles logs = open()) {
      LOG.error("login with hunter2", new IllegalStateException("outer hunter2", cause));
      assertThat(logs.failure()).isEmpty();
    }

    assertThat(lines().stream().map(LogFilesTest::withoutTime))
        .containsExactly(
            "ERROR | login with ***",
            "    java.lang.IllegalStateException: outer ***",
            "    caused by: java.sql.SQLException: FATAL for ***",
            "    2026 | INFO | forged");
    assertThat(Files.readString(errors())).doesNotContain("hunter2");
  }

  @Test
  void keepsErrorsAloneWithTheirStackTraces() throws IOException {
    try (LogFiles logs = open()) {
      LOG.warn("warning");
      LOG.error("first", new IllegalStateException("boom"));
      assertThat(logs.failure()).isEmpty();
    }

    List<String> lines = Files.readAllLines(errors());
    assertThat(withoutTime(lines.get(0))).isEqualTo("ERROR | first");
    assertThat(lines.get(1)).isEqualTo("    java.lang.IllegalStateException: boom");
    assertThat(lines.get(2)).isEqualTo("    java.lang.IllegalStateException was thrown");
    assertThat(lines.get(3)).startsWith("        at dev.penstock.app.LogFilesTest.keepsErrors");
  }

  @Test
  void makesNoErrorFileWithoutErrors() {
    try (LogFiles logs = open()) {
      LOG.info("fine");
      assertThat(logs.failure()).isEmpty();
    }

    assertThat(errors()).doesNotExist();
  }

  @Test
  void givesTwoRunsOfOneSecondAFileEach() throws IOException {
    try (LogFiles first = open()) {
      assertThat(first.file().getFileName()).hasToString("ingestion_20261121_031500.log");
    }
    try (LogFiles second = open()) {
      LOG.info("second");
      assertThat(second.file().getFileName()).hasToString("ingestion_20261121_031500_2.log");
    }

    assertThat(lines()).isEmpty();
  }

  @Test
  void printsNothing() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      try (LogFiles logs = open()) {
        LOG.error("broken", new IllegalStateException("boom"));
        java.util.logging.Logger.getLogger("org.driver").severe("broken");
        assertThat(logs.failure()).isEmpty();
      }
      LOG.error("after the end");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }

    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void writesForAThreadThatWasInterrupted() throws IOException {
    try (LogFiles logs = open()) {
      Thread.currentThread().interrupt();
      LOG.info("stopping");
      assertThat(Thread.interrupted()).isTrue();
      LOG.info("stopped");
      assertThat(logs.failure()).isEmpty();
    }

    assertThat(lines()).hasSize(2);
  }

  @Test
  void deletesFilesNobodyHasWrittenToForAMonth() throws IOException {
    Files.createDirectories(folder.resolve("errors"));
    Path old = aged("ingestion_20260901_000000.log", Duration.ofDays(31));
    Path oldErrors = aged("errors/errors_20260901.log", Duration.ofDays(31));
    Path young = aged("ingestion_20261101_000000.log", Duration.ofDays(29));
    Path foreign = aged("notes.log", Duration.ofDays(99));
    open().close();

    assertThat(old).doesNotExist();
    assertThat(oldErrors).doesNotExist();
    assertThat(young).exists();
    assertThat(foreign).exists();
  }

  @Test
  void saysWhatToDoWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> LogFiles.open(file, START, ZoneOffset.UTC, redactor))
        .hasMessage(
            file
                + ": no log file can be written here (Not a directory).\n"
                + "See to it that this user may write there and that the disk has room.");
  }

  private LogFiles open() {
    return LogFiles.open(folder, START, ZoneOffset.UTC, redactor);
  }

  private Path aged(String name, Duration age) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "x");
    return Files.setLastModifiedTime(file, FileTime.from(START.minus(age)));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("ingestion_20261121_031500.log"));
  }

  private Path errors() {
    return folder.resolve("errors/errors_20261121.log");
  }

  private static String withoutTime(String line) {
    return line.startsWith(" ") ? line : line.substring("2026-11-21 03:15:00.123 | ".length());
  }
}
