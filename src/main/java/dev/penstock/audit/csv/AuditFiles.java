package dev.penstock.audit.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.SystemReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** The files of one folder: their names, their bytes, and the lock that keeps writers apart. */
final class AuditFiles {
  /** For a file channel is of one process, and a process may hold several of these. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  /** A file of its own, as the CSV files are replaced when they are rebuilt. */
  private static final String LOCK = ".audit.lock";

  /** Some 50,000 rows; a file holds those of one day. */
  private static final int MOST_BYTES = 32 << 20;

  /** More than the longest row takes. */
  private static final int TAIL_BYTES = 1 << 18;

  private static final byte[] START = ("\uFEFF" + AuditRow.HEADER + "\n").getBytes(UTF_8);
  private static final byte[] OLD_START = ("\uFEFF" + AuditRow.OLD_HEADER + "\n").getBytes(UTF_8);

  private final Path folder;
  private final DateTimeFormatter day;

  AuditFiles(Path folder, ZoneId zone) {
    this.folder = folder;
    this.day = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(zone);
  }

  /** Something to do while nobody else writes. */
  interface Work<T> {
    T run() throws IOException;
  }

  Path fileOf(Instant instant) {
    return folder.resolve("audit_" + day.format(instant) + ".csv");
  }

  /** All audit files, oldest first. */
  List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("audit_\\d{8}\\.csv"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw refusal(folder, "cannot be read", e);
    }
  }

  /** Does the work while no other thread and no other process is in here. */
  <T> T alone(Path file, Work<T> work) {
    // An interrupted thread may not use a channel, and its last word belongs into the audit too.
    boolean interrupted = Thread.interrupted();
    THREADS.lock();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = open(folder.resolve(LOCK));
          var lock = channel.lock()) {
        return work.run();
      }
    } catch (IOException e) {
      throw refusal(file, "cannot be written", e);
    } finally {
      THREADS.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The rows of a file, without its header; torn ones as they are. Empty without a file. */
  List<String> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    byte[] bytes = bytes(file);
    if (isBeginning(bytes)) {
      return List.of();
    }
    if (startsWith(bytes, OLD_START)) {
      return rows(bytes, OLD_START).map(AuditRow::today).toList();
    }
    requireHeader(file, bytes);
    return rows(bytes, START).toList();
  }

  private static Stream<String> rows(byte[] bytes, byte[] start) {
    return new String(bytes, start.length, bytes.length - start.length, UTF_8).lines();
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IngestException(
            ErrorCode.STORAGE_REFUSED,
            file
                + ": larger than 32 MiB, which no audit of one day is.\nMove the file away:"
                + " 'history --rebuild' brings the rows of all loads back.");
      }
      return bytes;
    }
  }

  /** Adds one line with a single write; a file of an older version gets today's columns first. */
  void append(Path file, String line) throws IOException {
    if (isOld(file)) {
      replace(file, lines(file));
    }
    add(file, line);
  }

  private static boolean isOld(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return startsWith(in.readNBytes(OLD_START.length), OLD_START);
    }
  }

  /** Adds one line with a single write; the line and the file are on disk afterwards. */
  private void add(Path file, String line) throws IOException {
    boolean created = !Files.exists(file);
    try (FileChannel channel = open(file)) {
      byte[] start = read(channel, 0, START.length);
      byte[] row = (line + "\n").getBytes(UTF_8);
      if (isBeginning(start)) {
        // New, or its first writer died while it wrote the header.
        write(channel, 0, concat(START, row));
      } else {
        requireHeader(file, start);
        write(channel, channel.size(), concat(endOfTornLine(channel), row));
      }
      channel.force(true);
    }
    if (created) {
      forceFolder();
    }
  }

  /** Puts these lines in place of the file's; a reader sees the old file or the new one. */
  void replace(Path file, List<String> lines) throws IOException {
    Path fresh = folder.resolve("." + file.getFileName() + ".tmp");
    String body = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    try (FileChannel channel = open(fresh)) {
      channel.truncate(0);
      write(channel, 0, concat(START, body.getBytes(UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  /**
   * What ends a line whose writer died in the middle: a quote when one is open, as it would swallow
   * the rows that follow, and a line break.
   */
  private static byte[] endOfTornLine(FileChannel channel) throws IOException {
    long size = channel.size();
    if (read(channel, size - 1, 1)[0] == '\n') {
      return new byte[0];
    }
    long from = Math.max(0, size - TAIL_BYTES);
    String text = new String(read(channel, from, TAIL_BYTES), UTF_8);
    String torn = text.substring(text.lastIndexOf('\n') + 1);
    boolean open = torn.chars().filter(c -> c == '"').count() % 2 == 1;
    return (open ? "\"\n" : "\n").getBytes(UTF_8);
  }

  private static boolean isBeginning(byte[] bytes) {
    return bytes.length < START.length
        && Arrays.equals(bytes, 0, bytes.length, START, 0, bytes.length);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static void requireHeader(Path file, byte[] bytes) {
    if (!startsWith(bytes, START)) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          file
              + ": its first line is not the header of an audit file; another program has written"
              + " or saved it.\nMove the file away: the next run begins a new one, and"
              + " 'history --rebuild' brings the rows of all loads back.");
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static byte[] read(FileChannel channel, long from, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, channel.size() - from));
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
    return bytes.array();
  }

  private static void write(FileChannel channel, long at, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest, at + rest.position());
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Makes the names in the folder durable; Windows has no such call and does without. */
  private void forceFolder() throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private static IngestException refusal(Path file, String what, IOException e) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        "%s: %s (%s).\nClose it where it is open, such as in Excel, and see to it that this user may write it and that the disk has room."
            .formatted(file, what, SystemReason.of(e)),
        e);
  }
}
