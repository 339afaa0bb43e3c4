package dev.penstock.engine.digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the time of one load, made when it is first asked for, for its owner alone. Safe for
 * use by several threads.
 */
public final class Scratch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

  private Optional<Path> folder = Optional.empty();

  public synchronized Path folder() {
    if (folder.isEmpty()) {
      try {
        folder = Optional.of(Files.createTempDirectory("penstock-rows-"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return folder.get();
  }

  @Override
  public synchronized void close() {
    if (folder.isEmpty()) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
      Files.delete(folder.get());
    } catch (IOException e) {
      // Some systems keep a file as long as it is mapped; it holds digests alone.
      LOG.debug("{} is left behind", folder.get(), e);
      List.of(folder.get()).forEach(left -> left.toFile().deleteOnExit());
    }
    folder = Optional.empty();
  }
}
