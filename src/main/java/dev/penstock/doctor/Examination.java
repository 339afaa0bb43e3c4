package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one checkup found.
 *
 * @param latency of a small round trip, the median of a few; empty when none came back
 * @param facts in the order in which they were found
 */
public record Examination(
    String subject, Optional<Duration> latency, List<Fact> facts, List<Finding> findings) {
  /** How it is, all in all. */
  public enum Verdict {
    OK,
    WARNING,
    FAILED
  }

  public Examination {
    requireNonNull(subject, "subject");
    requireNonNull(latency, "latency");
    facts = List.copyOf(facts);
    findings = List.copyOf(findings);
  }

  public Verdict verdict() {
    if (findings.isEmpty()) {
      return Verdict.OK;
    }
    return findings.stream().anyMatch(f -> f.severity() == Problem.Severity.ERROR)
        ? Verdict.FAILED
        : Verdict.WARNING;
  }
}
