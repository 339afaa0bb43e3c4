package dev.penstock.engine;

import dev.penstock.failure.Breaker;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.OutageException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Grouping;
import dev.penstock.source.Nested;
import dev.penstock.source.Source;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connector for each type of source. */
public final class Connectors implements AutoCloseable {
  private final Map<SourceType, Connector> byType;
  private final RetryPolicy retry;
  private final Clock clock;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  /** With the usual retry policy. */
  public Connectors(Map<SourceType, Connector> byType) {
    this(byType, RetryPolicy.USUAL, Clock.systemUTC());
  }

  /**
   * @param retry how long jobs are kept from a source that is out of reach
   */
  public Connectors(Map<SourceType, Connector> byType, RetryPolicy retry, Clock clock) {
    this.byType = Map.copyOf(byType);
    this.retry = retry;
    this.clock = clock;
  }

  /**
   * Connects; the caller closes the source. While a source is out of reach, jobs are turned away at
   * once.
   *
   * @throws dev.penstock.failure.OutageException when the source is out of reach
   */
  Source open(Job job) {
    Connector connector = connector(job);
    try {
      return breaker(job).call(() -> connector.open(job));
    } catch (OutageException e) {
      throw e.at(job.place());
    }
  }

  /** The names of the tables that the source has in the job's schema; see {@link Connector}. */
  List<String> tables(Job job) {
    Connector connector = connector(job);
    try {
      return breaker(job).call(() -> connector.tables(job));
    } catch (OutageException e) {
      throw e.at(job.place());
    }
  }

  /** The tables inside a job's rows; see {@link Nested}. */
  Optional<List<String>> inner(Job job) {
    return job.mayHoldTables() && byType.get(job.sourceType()) instanceof Nested nested
        ? nested.inner(job)
        : Optional.empty();
  }

  private Connector connector(Job job) {
    Connector connector = byType.get(job.sourceType());
    if (connector == null) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column source_type: '%s' cannot be read by this version.\nSet enabled to N for this row."
              .formatted(job.place(), job.sourceType().word()));
    }
    return connector;
  }

  /** Says which jobs a run has, before the first of them is opened. */
  void expect(List<Job> jobs) {
    for (Connector connector : new HashSet<>(byType.values())) {
      if (connector instanceof Grouping grouping) {
        grouping.expect(jobs);
      }
    }
  }

  /** Says that a job has come to its end, whatever that was. */
  void ended(Job job) {
    if (byType.get(job.sourceType()) instanceof Grouping grouping) {
      grouping.ended(job);
    }
  }

  private Breaker breaker(Job job) {
    return breakers.computeIfAbsent(
        job.sourceType() + " " + job.sourceName(),
        key ->
            new Breaker("source " + job.sourceName(), ErrorCode.SOURCE_UNREACHABLE, retry, clock));
  }

  @Override
  public void close() {
    new HashSet<>(byType.values()).forEach(Connector::close);
  }
}
