package dev.penstock.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The figures of one run.
 *
 * @param peakMemoryBytes the most memory that the process held; empty when not measured
 */
public record RunMetrics(
    String runId,
    String engineVersion,
    Instant startedAt,
    Instant endedAt,
    OptionalLong peakMemoryBytes,
    List<JobMetrics> jobs) {
  public RunMetrics {
    requireNonNull(runId, "runId");
    requireNonNull(engineVersion, "engineVersion");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(endedAt, "endedAt");
    requireNonNull(peakMemoryBytes, "peakMemoryBytes");
    jobs = List.copyOf(jobs);
  }
}
