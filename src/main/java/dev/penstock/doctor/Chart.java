package dev.penstock.doctor;

import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known so far about one subject. Written by the checkup, and read by whoever waits for it
 * no longer.
 */
public final class Chart {
  private final List<Fact> facts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private Optional<Duration> latency = Optional.empty();
  private String step = "starting";

  /**
   * What is done next.
   *
   * @param doing as in {@code no answer while <doing>}
   */
  public synchronized void step(String doing) {
    step = doing;
  }

  public synchronized void fact(String label, String value) {
    facts.add(new Fact(label, value));
  }

  synchronized boolean has(String label) {
    return facts.stream().anyMatch(fact -> fact.label().equals(label));
  }

  public synchronized void latency(Duration roundTrip) {
    latency = Optional.of(roundTrip);
  }

  public synchronized void add(Finding finding) {
    findings.add(finding);
  }

  synchronized boolean hasError() {
    return findings.stream().anyMatch(f -> f.severity() == Problem.Severity.ERROR);
  }

  /** What was being done when the time was over. */
  synchronized void outOfTime(Duration deadline) {
    findings.add(
        new Finding(
            Problem.Severity.ERROR,
            "no answer within %s s while %s.".formatted(deadline.toMillis() / 1000.0, step),
            Optional.of(Likely.SILENCE),
            "Reach the same address from this machine by other means; --timeout gives it longer."));
  }

  synchronized void failed(Throwable failure) {
    if (failure instanceof IngestException known) {
      findings.add(Finding.of(known));
      return;
    }
    findings.add(
        new Finding(
            Problem.Severity.ERROR,
            "failed in a way that Penstock does not know while %s: %s.".formatted(step, failure),
            Likely.causeOf(failure),
            "Please report it."));
  }

  synchronized Examination of(String subject) {
    return new Examination(subject, latency, facts, findings);
  }
}
