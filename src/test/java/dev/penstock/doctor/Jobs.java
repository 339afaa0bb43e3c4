package dev.penstock.doctor;

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

/** Full loads of the source crm. */
final class Jobs {
  private Jobs() {}

  static Job of(SourceType type, int row, String table) {
    return new Job(
        "crm_" + table,
        "sheet SourceConfig, row " + row,
        "crm",
        type,
        LoadType.FULL,
        new Extract(
            Optional.empty(),
            table,
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
        new Effort(1000, 1, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }
}
