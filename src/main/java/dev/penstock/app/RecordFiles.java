package dev.penstock.app;

import dev.penstock.audit.AuditTrail;
import dev.penstock.audit.JobMetrics;
import dev.penstock.audit.MetricsFile;
import dev.penstock.audit.RunMetrics;
import dev.penstock.audit.csv.AuditRebuild;
import dev.penstock.audit.csv.CsvAuditTrail;
import dev.penstock.destination.CommitRecord;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.engine.RunReport;
import dev.penstock.secret.Redactor;
import dev.penstock.source.Watermark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The folder {@code metadata/}: the audit and the figures of each run. */
final class RecordFiles {
  private final Path folder;
  private final ZoneId zone;
  private final Redactor redactor;
  private final CsvAuditTrail audit;

  RecordFiles(Path folder, ZoneId zone, Redactor redactor) {
    this.folder = folder;
    this.zone = zone;
    this.redactor = redactor;
    this.audit = new CsvAuditTrail(folder, zone, redactor);
  }

  AuditTrail audit() {
    return audit;
  }

  Path auditFile(Instant instant) {
    return audit.file(instant);
  }

  List<Path> rebuildAudit(List<CommitRecord> commits) {
    return new AuditRebuild(folder, zone, redactor).rebuild(commits);
  }

  Path writeMetrics(RunReport report, Instant endedAt) {
    return new MetricsFile(folder, zone, redactor)
        .write(
            new RunMetrics(
                report.runId(),
                EngineVersion.TEXT,
                report.startedAt(),
                endedAt,
                PeakMemory.ofProcess(),
                report.jobs().stream().map(RecordFiles::metrics).toList()));
  }

  private static JobMetrics metrics(JobReport job) {
    JobReport.Work work = job.work();
    Optional<CommitRecord> commit = job.result().when(new Commit());
    Map<String, Duration> phases = new LinkedHashMap<>();
    phases.put("survey", work.survey());
    phases.put("move", work.move());
    phases.put("commit", work.commit());
    return new JobMetrics(
        job.jobId(),
        job.result().status(),
        commit.map(CommitRecord::rows).orElse(work.rows()),
        job.rowsRead(),
        commit.map(CommitRecord::bytes).orElse(0L),
        commit.map(record -> record.added().size()).orElse(0),
        work.splits(),
        work.resumedSplits(),
        job.attempts(),
        job.duration(),
        phases,
        commit.flatMap(CommitRecord::from).map(Watermark::value).orElse(""),
        commit.flatMap(CommitRecord::watermark).map(Watermark::value).orElse(""),
        commit.map(CommitRecord::partitionPath).orElse(""),
        job.result().reason(),
        OptionalLong.of(work.peakBatchBytes()));
  }

  /** The commit of a job; empty when it made none. */
  private static final class Commit implements JobResult.Cases<Optional<CommitRecord>> {
    @Override
    public Optional<CommitRecord> loaded(JobResult.Loaded loaded) {
      return Optional.of(loaded.commit());
    }

    @Override
    public Optional<CommitRecord> nothingNew(JobResult.NothingNew nothingNew) {
      return Optional.empty();
    }

    @Override
    public Optional<CommitRecord> failed(JobResult.Failed failed) {
      return Optional.empty();
    }

    @Override
    public Optional<CommitRecord> skipped(JobResult.Skipped skipped) {
      return Optional.empty();
    }
  }
}
