package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the bench finds and leaves things.
 *
 * @param repository the top of the clone
 */
record Places(Path repository) {
  /** Git ignores it; deleting it costs one more load of the table. */
  Path work() {
    return repository.resolve("bench/work");
  }

  Path logs() {
    return work().resolve("log");
  }

  Path log(String name) {
    return logs().resolve(name + ".log");
  }

  Path output(Subject subject) {
    return work().resolve("run").resolve(subject.word());
  }

  Path lake() {
    return work().resolve("lake");
  }

  Path workbook() {
    return work().resolve("bench.xlsx");
  }

  Path sampleWorkbook() {
    return repository.resolve("config/ingestion_config.xlsx");
  }

  Path docs() {
    return repository.resolve("docs/benchmarks.md");
  }

  /** An empty folder, whatever it held before. */
  static Path emptied(Path folder) {
    try {
      if (Files.exists(folder)) {
        delete(folder);
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * The Parquet files that readers of the lake see: staging and commit log begin with {@code _}.
   */
  static List<Path> parquetFiles(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".parquet"))
          .filter(path -> isVisible(folder.relativize(path)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isVisible(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith("_") || name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  static long bytes(List<Path> files) {
    try {
      long sum = 0;
      for (Path file : files) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(withParent(file), text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file, whose folder is there now. */
  static Path withParent(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
