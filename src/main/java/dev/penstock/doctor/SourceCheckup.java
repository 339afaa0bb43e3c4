package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.job.SourceTerms;
import dev.penstock.source.Reachable;
import dev.penstock.source.Server;
import dev.penstock.source.Visit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Connects to a source, once, and tries to read what each of its jobs reads. */
public final class SourceCheckup implements Checkup {
  private final Reachable reachable;
  private final List<Job> jobs;
  private final Clock clock;
  private final SourceTerms terms;

  /**
   * @param jobs of one source; at least one
   */
  public SourceCheckup(Reachable reachable, List<Job> jobs, Clock clock) {
    this(reachable, jobs, clock, SourceTerms.NONE);
  }

  /** The same for a source that may not be used without limits. */
  public SourceCheckup(Reachable reachable, List<Job> jobs, Clock clock, SourceTerms terms) {
    this.terms = requireNonNull(terms, "terms");
    this.reachable = requireNonNull(reachable, "reachable");
    this.jobs = List.copyOf(jobs);
    this.clock = requireNonNull(clock, "clock");
  }

  /** A source that this version cannot read. */
  public static Checkup unreadable(List<Job> jobs) {
    return new SourceCheckup(
        job -> {
          throw new IngestException(
              ErrorCode.CONFIG,
              "%s, column source_type: '%s' cannot be read by this version.\nSet enabled to N for this row."
                  .formatted(job.place(), job.sourceType().word()));
        },
        jobs,
        Clock.systemUTC());
  }

  @Override
  public String subject() {
    return "source " + jobs.get(0).sourceName();
  }

  @Override
  public void examine(Chart chart) {
    note(chart);
    chart.step("connecting");
    long before = System.nanoTime();
    try (Visit visit = reachable.visit(jobs.get(0))) {
      Duration connecting = Duration.ofNanos(System.nanoTime() - before);
      chart.step("asking the server for its version");
      note(visit.server(), connecting, chart);
      chart.step("measuring the way there and back");
      chart.latency(RoundTrips.median(visit::roundTrip));
      chart.step("asking the server for the time");
      compareClocks(visit, chart);
      chart.fact("tables", readable(visit, chart));
    }
  }

  /** A few questions in a blackout do no harm, and whoever asks has a reason. */
  private void note(Chart chart) {
    terms
        .maxConnections()
        .ifPresent(most -> chart.fact("connections", "at most " + most + " in a run"));
    terms
        .maxRowsPerSecond()
        .ifPresent(most -> chart.fact("rows", "at most %,d a second in a run".formatted(most)));
    terms
        .blackout()
        .flatMap(blackout -> blackout.at(clock.instant()))
        .ifPresent(
            on ->
                chart.fact(
                    "blackout",
                    "until %s: a run %s its jobs"
                        .formatted(
                            on.end(),
                            switch (terms.action()) {
                              case SKIP -> "skips";
                              case WAIT -> "waits with";
                            })));
  }

  private static void note(Server server, Duration connecting, Chart chart) {
    chart.fact("place", server.place());
    chart.fact("server", server.version());
    server.user().ifPresent(user -> chart.fact("user", user));
    server.encryption().ifPresent(encryption -> chart.fact("encryption", encryption));
    chart.fact("connecting", connecting.toMillis() + " ms");
    server.problems().forEach(problem -> chart.add(Finding.of(problem)));
    switch (server.access()) {
      case READ_ONLY -> chart.fact("access", "read-only");
      case READ_WRITE ->
          chart.add(
              new Finding(
                  Problem.Severity.WARNING,
                  "the server does not keep the connection read-only, as it was asked to.",
                  Optional.of("something between here and the server, such as a pooler, drops it."),
                  "Give the source a user who may only read."));
    }
  }

  private void compareClocks(Visit visit, Chart chart) {
    Instant before = clock.instant();
    Optional<Instant> there = visit.clock();
    Instant here = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    there.ifPresent(instant -> Skew.note(chart, instant, here));
  }

  private String readable(Visit visit, Chart chart) {
    int readable = 0;
    for (Job job : jobs) {
      chart.step("trying to read " + job.extract().qualifiedName());
      try {
        visit.tryReading(job);
        readable++;
      } catch (IngestException e) {
        chart.add(Finding.of(e));
      }
    }
    return "%d of %d can be read".formatted(readable, jobs.size());
  }
}
