package dev.penstock.engine;

import dev.penstock.audit.AuditEntry;
import dev.penstock.failure.IngestException;
import dev.penstock.source.Burden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reports of one run, each told to the audit and to the listener as it comes in. */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  private final String runId;
  private final EngineRooms rooms;
  private final RunListener listener;
  private final List<JobReport> reports = Collections.synchronizedList(new ArrayList<>());
  private final List<String> auditProblems = Collections.synchronizedList(new ArrayList<>());

  RunLog(String runId, EngineRooms rooms, RunListener listener) {
    this.runId = runId;
    this.rooms = rooms;
    this.listener = listener;
  }

  /** In the order in which jobs ended. */
  List<JobReport> reports() {
    return reports;
  }

  /** Why rows of the audit are missing. */
  List<String> auditProblems() {
    return auditProblems;
  }

  /** May be called by several threads. */
  JobReport add(JobReport report) {
    try {
      rooms.audit().append(entry(report));
    } catch (RuntimeException e) {
      String reason = e instanceof IngestException ? e.getMessage() : e.toString();
      LOG.error("no audit row for {}: {}", report.jobId(), reason, e);
      auditProblems.add("job " + report.jobId() + ": " + reason);
    }
    reports.add(report);
    listener.jobEnded(report);
    return report;
  }

  private AuditEntry entry(JobReport report) {
    JobResult result = report.result();
    return result.when(
        new JobResult.Cases<>() {
          @Override
          public AuditEntry loaded(JobResult.Loaded loaded) {
            return AuditEntry.of(loaded.commit());
          }

          @Override
          public AuditEntry nothingNew(JobResult.NothingNew nothingNew) {
            return withoutCommit();
          }

          @Override
          public AuditEntry failed(JobResult.Failed failed) {
            return withoutCommit();
          }

          @Override
          public AuditEntry skipped(JobResult.Skipped skipped) {
            return withoutCommit();
          }

          private AuditEntry withoutCommit() {
            return AuditEntry.withoutCommit(
                rooms.clock().instant(),
                report.jobId(),
                result.status(),
                report.duration(),
                runId,
                Optional.of(report.loadType()),
                report.attempts(),
                result.reason(),
                result.warnings(),
                Optional.of(report.work().burden()).filter(asked -> !asked.equals(Burden.NONE)));
          }
        });
  }
}
