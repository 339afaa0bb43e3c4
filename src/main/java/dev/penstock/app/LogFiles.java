package dev.penstock.app;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.SystemReason;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The log files of one run: everything in {@code ingestion_YYYYMMDD_HHMMSS.log}, and ERROR alone,
 * with stack traces, in {@code errors/errors_YYYYMMDD.log}. Nothing goes to the console. From
 * {@link #open} until {@link #close} every logger of the process writes here; a value under the MDC
 * key {@code job} stands in square brackets before the message.
 */
public final class LogFiles implements AutoCloseable {
  /** Files that nobody has written to for longer are deleted when a run begins. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final long MOST_BYTES = 20L << 20;

  /** Full files kept beside the one being written, so that a run logs 120 MB at most. */
  private static final int FULL_FILES = 5;

  private static final int STACK_FRAMES = 25;

  private final Logger root;
  private final LogFileAppender all;
  private final LogFileAppender errors;

  private LogFiles(Logger root, LogFileAppender all, LogFileAppender errors) {
    this.root = root;
    this.all = all;
    this.errors = errors;
  }

  /**
   * Begins new files; two runs that begin in one second have one each.
   *
   * @param zone in which names and lines give the time
   * @throws IngestException STORAGE_REFUSED when the folder cannot be written
   */
  public static LogFiles open(Path folder, Instant startedAt, ZoneId zone, Redactor redactor) {
    requireNonNull(redactor, "redactor");
    Path errorFolder = folder.resolve("errors");
    String day = format("yyyyMMdd", startedAt, zone);
    LogFileAppender all =
        new LogFileAppender(
            newFile(folder, errorFolder, format("yyyyMMdd_HHmmss", startedAt, zone)),
            new LogLine(zone, redactor, 0),
            Level.INFO,
            MOST_BYTES,
            FULL_FILES);
    LogFileAppender errors =
        new LogFileAppender(
            errorFolder.resolve("errors_" + day + ".log"),
            new LogLine(zone, redactor, STACK_FRAMES),
            Level.ERROR,
            MOST_BYTES,
            FULL_FILES);
    LogFiles files = attach(all, errors);
    deleteOld(folder, startedAt);
    deleteOld(errorFolder, startedAt);
    return files;
  }

  /** The file that this run writes. */
  public Path file() {
    return all.file();
  }

  /** Why lines are missing from a file, such as a full disk; empty when none is. */
  public Optional<String> failure() {
    return all.failure().or(errors::failure);
  }

  /** Loggers are silent afterwards. */
  @Override
  public void close() {
    for (LogFileAppender appender : List.of(all, errors)) {
      root.detachAppender(appender);
      appender.stop();
    }
  }

  private static LogFiles attach(LogFileAppender all, LogFileAppender errors) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    QuietLogging.setLevels(context);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    for (LogFileAppender appender : List.of(all, errors)) {
      appender.setContext(context);
      appender.start();
      root.addAppender(appender);
    }
    JavaUtilLogging.redirect();
    return new LogFiles(root, all, errors);
  }

  private static Path newFile(Path folder, Path errorFolder, String second) {
    try {
      Files.createDirectories(errorFolder);
      int number = 1;
      while (!create(folder.resolve(name(second, number)))) {
        number++;
      }
      return folder.resolve(name(second, number));
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "%s: no log file can be written here (%s).\nSee to it that this user may write there and that the disk has room."
              .formatted(folder, SystemReason.of(e)),
          e);
    }
  }

  private static String name(String second, int number) {
    return "ingestion_" + second + (number == 1 ? "" : "_" + number) + ".log";
  }

  /** Whether the name was free. */
  private static boolean create(Path file) throws IOException {
    try {
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static void deleteOld(Path folder, Instant now) {
    try (DirectoryStream<Path> logs =
        Files.newDirectoryStream(folder, "{ingestion,errors}_[0-9]*.log")) {
      for (Path log : logs) {
        if (Files.getLastModifiedTime(log).toInstant().isBefore(now.minus(KEPT))) {
          Files.deleteIfExists(log);
        }
      }
    } catch (IOException e) {
      // No reason to stop a run: the next one tries again.
      LoggerFactory.getLogger(LogFiles.class)
          .warn("{}: old log files cannot be deleted: {}", folder, e.toString());
    }
  }

  private static String format(String pattern, Instant instant, ZoneId zone) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone).format(instant);
  }
}
