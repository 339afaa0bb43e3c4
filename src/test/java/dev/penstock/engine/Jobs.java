package dev.penstock.engine;

import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs of sources that are no databases but give numbers. */
final class Jobs {
  private Jobs() {}

  /** A full load of the table of the same name, ten rows a batch, two splits at a time. */
  static Job full(String id, String source, int retries, List<String> dependsOn) {
    return new Job(
        id,
        "sheet SourceConfig, row 2",
        source,
        SourceType.SQLITE,
        LoadType.FULL,
        new Extract(
            Optional.empty(),
            id,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of()),
        new Target(
            Optional.empty(),
            Optional.empty(),
            WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(10, 2, retries, Duration.ofSeconds(10)),
        dependsOn,
        "");
  }
}
