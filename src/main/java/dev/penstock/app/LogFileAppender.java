package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Adds lines to a file, made with the first line. A full file becomes {@code name.1.log}, the one
 * before {@code name.2.log}, and so on; the oldest is deleted. Logback's own rolling takes names
 * for patterns, in which a folder named {@code 100%} has a meaning.
 */
final class LogFileAppender extends AppenderBase<ILoggingEvent> {
  private final Path file;
  private final LogLine line;
  private final Level threshold;
  private final long mostBytes;
  private final int fullFiles;

  private OutputStream out = OutputStream.nullOutputStream();
  private boolean open;
  private long bytes;
  private volatile Optional<String> failure = Optional.empty();

  LogFileAppender(Path file, LogLine line, Level threshold, long mostBytes, int fullFiles) {
    this.file = file;
    this.line = line;
    this.threshold = threshold;
    this.mostBytes = mostBytes;
    this.fullFiles = fullFiles;
  }

  Path file() {
    return file;
  }

  Optional<String> failure() {
    return failure;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(threshold)) {
      return;
    }
    try {
      write(line.format(event).getBytes(UTF_8));
    } catch (IOException | RuntimeException e) {
      // A load must not fail because its log cannot be written; the end of the run tells of it.
      failure = Optional.of(file + ": " + e.getMessage());
      addError("cannot write " + file, e);
    }
  }

  @Override
  public synchronized void stop() {
    super.stop();
    try {
      closeFile();
    } catch (IOException e) {
      failure = Optional.of(file + ": " + e.getMessage());
    }
  }

  private void write(byte[] text) throws IOException {
    if (open && bytes > 0 && bytes + text.length > mostBytes) {
      closeFile();
      rotate();
    }
    if (!open) {
      // Not by a channel: that would be closed by the interrupt of a thread that logs.
      out = new FileOutputStream(file.toFile(), true);
      bytes = Files.size(file);
      open = true;
    }
    out.write(text);
    bytes += text.length;
  }

  private void closeFile() throws IOException {
    open = false;
    out.close();
  }

  private void rotate() throws IOException {
    for (int number = fullFiles - 1; number >= 1; number--) {
      if (Files.exists(full(number))) {
        Files.move(full(number), full(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, full(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path full(int number) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.replaceFirst("\\.log$", "." + number + ".log"));
  }
}
