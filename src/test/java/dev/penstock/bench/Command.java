package dev.penstock.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program to run in a process of its own, so that start-up and warm-up count. */
record Command(List<String> words, Map<String, String> environment) {
  /** {@code times} is in every POSIX shell and counts the CPU time of children already ended. */
  private static final String TIMED = "\"$@\"; code=$?; times >\"$0\"; exit $code";

  /** At logback's default level Parquet logs every value, which would slow the naive program. */
  private static final String QUIET =
      "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile");

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  static Command of(String... words) {
    return new Command(List.of(words), Map.of());
  }

  /** A main class of this package, with the heap that Penstock's own launcher gives. */
  static Command java(Class<?> main, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx512m", QUIET, "-cp", System.getProperty("java.class.path")));
    words.add(main.getName());
    words.addAll(List.of(arguments));
    return new Command(words, Map.of());
  }

  /** Runs to the end; whatever the program prints goes to {@code log}. */
  Measurement measure(Path directory, Path log) {
    try {
      Files.createDirectories(log.getParent());
      Path times = Files.createTempFile("bench", ".times");
      try {
        return measure(directory, log, times);
      } finally {
        Files.delete(times);
      }
    } catch (IOException e) {
      throw new BenchException("Cannot run " + words, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while running " + words, e);
    }
  }

  private Measurement measure(Path directory, Path log, Path times)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(times).directory(directory.toFile());
    builder
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .redirectInput(new File("/dev/null"));
    long start = System.nanoTime();
    Process process = builder.start();
    PeakMemory memory = new PeakMemory(process);
    memory.watch();
    double wallSeconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new BenchException(
          "%s ended with exit code %d; it printed:%n%s"
              .formatted(String.join(" ", words), process.exitValue(), Places.text(log)));
    }
    return new Measurement(wallSeconds, cpuSeconds(Places.text(times)), memory.peakBytes());
  }

  private ProcessBuilder builder(Path times) {
    List<String> timed = new ArrayList<>(List.of("sh", "-c", TIMED, times.toString()));
    timed.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(timed);
    builder.environment().putAll(environment);
    return builder;
  }

  /**
   * Reads what {@code times} prints: a line for the shell, then one for its children, each such as
   * {@code 0m1.250s 0m0.125s} (user, system).
   */
  static double cpuSeconds(String times) {
    double sum = 0;
    for (String time : times.lines().skip(1).findFirst().orElseThrow().strip().split("\\s+", -1)) {
      int minutes = time.indexOf('m');
      sum += Double.parseDouble(time.substring(0, minutes)) * 60;
      sum += Double.parseDouble(time.substring(minutes + 1, time.length() - 1).replace(',', '.'));
    }
    return sum;
  }
}
