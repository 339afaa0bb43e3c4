package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An API of the bench's own, in a process of its own. */
final class RestApi implements AutoCloseable {
  private static final int RECORDS = 1_000_000;

  private final Process process;
  private final Path log;
  private final int pages;
  private final String url;
  private final long jsonBytes;
  private final TableCheck check;

  /**
   * @param scale 1 for a million records
   * @param log what the process complains about
   */
  static RestApi start(double scale, Path log) {
    int records = (int) Math.max(1, RECORDS * scale);
    Command host = Command.java(RestHost.class, Integer.toString(records));
    List<String> words = new ArrayList<>(host.words());
    // All pages lie in its memory: about 500 bytes for each record, and room to make them.
    words.set(1, "-Xmx%dm".formatted(512 + records / 1000));
    try {
      Process process = new ProcessBuilder(words).redirectError(log.toFile()).start();
      return new RestApi(process, RestRecords.pages(records), log);
    } catch (IOException e) {
      throw new BenchException("The API does not start", e);
    }
  }

  private RestApi(Process process, int pages, Path log) throws IOException {
    this.process = process;
    this.pages = pages;
    this.log = log;
    BufferedReader answers = process.inputReader(UTF_8);
    url = line(answers);
    jsonBytes = Long.parseLong(line(answers));
    List<String> figures = new ArrayList<>();
    for (String figure = line(answers); !figure.isEmpty(); figure = line(answers)) {
      figures.add(figure);
    }
    check = TableCheck.of(figures);
  }

  private String line(BufferedReader answers) throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new BenchException("The API ended; it printed:\n" + Places.text(log));
    }
    return line;
  }

  String url() {
    return url;
  }

  int pages() {
    return pages;
  }

  /** Of all pages together. */
  long jsonBytes() {
    return jsonBytes;
  }

  TableCheck check() {
    return check;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
