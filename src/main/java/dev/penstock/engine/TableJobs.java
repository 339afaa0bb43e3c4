package dev.penstock.engine;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.OutageException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Job;
import dev.penstock.job.TablePattern;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that a row of several tables stands for now, by what the source has. */
final class TableJobs {
  private static final Logger LOG = LoggerFactory.getLogger(TableJobs.class);

  private static final int MOST_NAMED = 10;

  private final Connectors connectors;
  private final Job row;

  TableJobs(Connectors connectors, Job row) {
    this.connectors = connectors;
    this.row = row;
  }

  /**
   * One for each table, in the order of their names; asks the source once.
   *
   * @throws IngestException CONFIG when no table matches, or two that would get in each other's way
   */
  List<Job> now() {
    TablePattern pattern = row.tables().orElseThrow();
    List<String> there = connectors.tables(row);
    Map<String, List<String>> byName =
        there.stream()
            .filter(pattern::matches)
            .collect(
                Collectors.groupingBy(
                    name -> name.toLowerCase(Locale.ROOT), TreeMap::new, Collectors.toList()));
    if (byName.isEmpty()) {
      throw none(there);
    }
    List<Job> jobs = new ArrayList<>();
    for (List<String> same : byName.values()) {
      if (same.size() > 1) {
        throw alike(same);
      }
      jobs.add(row.ofTable(same.get(0)));
    }
    return jobs;
  }

  /** The same, tried again as the job would be. */
  List<Job> patiently(RetryPolicy policy, StopSignal stop, Pacing pacing, Clock clock) {
    return policy
        .withRetries(row.effort().retries())
        .call(
            new RetryPolicy.Work<>() {
              @Override
              public List<Job> attempt() {
                stop.check();
                return now();
              }

              @Override
              public boolean mayPass(RuntimeException failure) {
                return failure instanceof IngestException known
                    && known.code().retry() == ErrorCode.Retry.MAY_HELP
                    && !stop.requested();
              }

              @Override
              public Optional<Duration> wish(RuntimeException failure) {
                return failure instanceof OutageException outage
                    ? Optional.of(Duration.between(clock.instant(), outage.again()))
                    : Optional.empty();
              }

              @Override
              public void waiting(RuntimeException failure, int tries, Duration wait) {
                LOG.warn("listing {} failed, next in {}: {}", tries, wait, failure.getMessage());
              }
            },
            pacing.time().apply(stop));
  }

  private IngestException none(List<String> there) {
    String some = there.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return new IngestException(
        ErrorCode.CONFIG,
        "%s, column table_name: no table of source %s%s matches '%s'.\n%s"
            .formatted(
                row.place(),
                row.sourceName(),
                row.extract().schemaName().map(schema -> ", schema " + schema + ",").orElse(""),
                row.extract().tableName(),
                there.isEmpty()
                    ? "Its user sees no table there; check schema_name and the rights of the user."
                    : "Tables there: %s%s."
                        .formatted(
                            some,
                            there.size() > MOST_NAMED
                                ? " and " + (there.size() - MOST_NAMED) + " more"
                                : "")));
  }

  private IngestException alike(List<String> same) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s, column table_name: the tables %s differ in letter case alone, and not every file system can keep them apart.\nLeave all but one out, such as with !%s, and give the others rows of their own with a table name and a folder that differ."
            .formatted(row.place(), String.join(" and ", same), same.get(1)));
  }
}
