package dev.penstock.source;

import dev.penstock.job.SourceType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Whoever can list the tables of a source. Safe for use by several threads. */
public interface Explorable {
  /**
   * Connects, once, and reads the catalogue; reads no rows.
   *
   * @param source by its name in the sheet Sources or the secrets
   * @param schema empty means all schemas that are not the system's own
   * @param wanted tells by name and by {@link FoundTable#display} which tables to look into
   * @throws dev.penstock.failure.IngestException when it cannot connect; the message says why
   */
  List<FoundTable> explore(
      SourceType type, String source, Optional<String> schema, BiPredicate<String, String> wanted);
}
