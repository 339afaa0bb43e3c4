package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The jobs of the tables inside the rows of a job. */
final class InnerJobs {
  private final Connectors connectors;
  private final Destination destination;

  InnerJobs(Connectors connectors, Destination destination) {
    this.connectors = connectors;
    this.destination = destination;
  }

  /**
   * One for each list that was seen in the job's rows, or that loads before have made a table of,
   * or failed to; in the order of their names. None where lists are no tables.
   *
   * @throws IngestException CONFIG when another job has the id of one of them
   */
  List<Job> of(Job job) {
    Optional<List<String>> seen = connectors.inner(job);
    if (seen.isEmpty()) {
      return List.of();
    }
    TreeMap<String, Job> jobs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String list : seen.get()) {
      Job inner = job.ofInner(list);
      Optional<CommitRecord> last = destination.ledger(inner).last();
      if (last.isPresent() && !isOf(inner, last.get())) {
        throw taken(inner, last.get());
      }
      jobs.put(list, inner);
    }
    for (String list : destination.tablesOf(job)) {
      Job inner = job.ofInner(list);
      Optional<CommitRecord> last = destination.ledger(inner).last();
      // A first load that failed has left a place without a record; what an incremental job read
      // then does not come again. Whatever else has an id like that is not of this job.
      boolean failed = last.isEmpty() && inner.extract().cursor().isPresent();
      if (!jobs.containsKey(list) && (failed || last.filter(l -> isOf(inner, l)).isPresent())) {
        jobs.put(list, inner);
      }
    }
    return new ArrayList<>(jobs.values());
  }

  private static boolean isOf(Job inner, CommitRecord last) {
    return last.tableName().equals(inner.extract().tableName());
  }

  private static IngestException taken(Job inner, CommitRecord last) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s: the table %s would be loaded as job %s, but a job of that id has loaded %s.\nGive one of the two rows another job_id."
            .formatted(inner.place(), inner.extract().tableName(), inner.id(), last.tableName()));
  }
}
