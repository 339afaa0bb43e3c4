package dev.penstock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** On a local disk. */
final class KillAndRaceIT extends KillAndRaceRounds {
  KillAndRaceIT() {
    super(6);
  }

  @Override
  Map<String, String> target() {
    return Map.of();
  }

  @Override
  void letLocksLapse() {
    // The operating system drops them at once.
  }

  @Override
  Path orders() {
    return home.resolve("data/shop/orders");
  }

  @Override
  List<String> files(String folder, String ending) throws IOException {
    Path top = home.resolve("data/shop/_penstock").resolve(JOB).resolve(folder);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(top)) {
      return paths
          .filter(path -> path.toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .toList();
    } catch (UncheckedIOException e) {
      return files(folder, ending);
    }
  }
}
