package dev.penstock.source.rest.parent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records of a parent, in a file that only its owner can open: filled page by page by one thread at
 * a time, then read once, by several threads if need be.
 */
public final class ParentFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> names;
  private final Path path;
  private final FileChannel channel;
  private final OutputStream out;
  private long bytes;
  private long records;
  private long pageBytes;
  private long pageRecords;
  private Optional<BufferedReader> reader = Optional.empty();
  private long read;

  /**
   * @param names of the fields that are kept
   */
  public ParentFile(List<String> names) {
    this.names = List.copyOf(names);
    try {
      path =
          Files.createTempFile("penstock-rest-" + ProcessHandle.current().pid() + "-", ".parents");
      channel =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out = new BufferedOutputStream(Channels.newOutputStream(channel), 64 << 10);
  }

  /** Begins a page; {@link #dropPage} goes back to here. */
  public void beginPage() {
    pageBytes = bytes;
    pageRecords = records;
  }

  /** Forgets the records since the page began. */
  public void dropPage() throws IOException {
    out.flush();
    channel.truncate(pageBytes);
    channel.position(pageBytes);
    bytes = pageBytes;
    records = pageRecords;
  }

  /** Keeps a record. */
  public void add(Values values) throws IOException {
    String[] literals = new String[names.size()];
    for (int i = 0; i < literals.length; i++) {
      literals[i] = values.literal(names.get(i)).orElse(null);
    }
    byte[] line = JSON.writeValueAsBytes(literals);
    out.write(line);
    out.write('\n');
    bytes += line.length + 1;
    records++;
  }

  /** How many there are. */
  public long records() {
    return records;
  }

  /** The next record; empty when all were read. */
  public synchronized Optional<ParentRecord> next() throws IOException {
    if (reader.isEmpty()) {
      out.flush();
      channel.position(0);
      reader = Optional.of(new BufferedReader(Channels.newReader(channel, UTF_8)));
    }
    String line = reader.get().readLine();
    if (line == null) {
      return Optional.empty();
    }
    String[] literals = JSON.readValue(line, String[].class);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < literals.length; i++) {
      if (literals[i] != null) {
        values.put(names.get(i), literals[i]);
      }
    }
    read++;
    return Optional.of(new ParentRecord(read, values));
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
