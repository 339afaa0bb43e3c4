package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileAppenderTest {
  private static final int LINE_BYTES = "1970-01-01 00:00:00.000 | INFO | message 0\n".length();

  @TempDir Path folder;

  @Test
  void beginsANewFileWhenOneIsFullAndKeepsTheNewest() throws IOException {
    LogFileAppender appender = appender(folder.resolve("100%d(x).log"), 2L * LINE_BYTES);
    for (int i = 0; i < 9; i++) {
      appender.doAppend(event("message " + i));
    }
    appender.stop();

    assertThat(messages("100%d(x).log")).containsExactly("message 8");
    assertThat(messages("100%d(x).1.log")).containsExactly("message 6", "message 7");
    assertThat(messages("100%d(x).2.log")).containsExactly("message 4", "message 5");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void writesALineThatIsLargerThanAFile() throws IOException {
    LogFileAppender appender = appender(folder.resolve("a.log"), 10);
    appender.doAppend(event("message 0"));
    appender.stop();

    assertThat(messages("a.log")).containsExactly("message 0");
  }

  @Test
  void remembersThatItCouldNotWrite() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("a.log"));
    LogFileAppender appender = appender(taken, 100);
    appender.doAppend(event("message 0"));

    assertThat(appender.failure()).contains(taken + ": " + taken + " (Is a directory)");
  }

  private static LogFileAppender appender(Path file, long mostBytes) {
    LogFileAppender appender =
        new LogFileAppender(
            file, new LogLine(ZoneOffset.UTC, new Redactor(), 0), Level.INFO, mostBytes, 2);
    appender.setContext(new LoggerContext());
    appender.start();
    return appender;
  }

  private static LoggingEvent event(String message) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("x"), Level.INFO, message, null, new Object[0]);
    event.setTimeStamp(0);
    event.setMDCPropertyMap(Map.of());
    return event;
  }

  private List<String> messages(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name)).stream()
        .map(line -> line.substring(line.lastIndexOf("| ") + 2))
        .toList();
  }
}
