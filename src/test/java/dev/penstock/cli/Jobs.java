package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.engine.JobReport;
import dev.penstock.engine.JobResult;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.NamedValues;
import dev.penstock.job.Naming;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Burden;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Jobs, and what became of them. */
final class Jobs {
  static final Instant START = Instant.parse("2026-11-21T03:15:00Z");

  private Jobs() {}

  static Job job(String id, String source, String table) {
    return new Job(
        id,
        "sheet SourceConfig, row 2",
        source,
        SourceType.POSTGRESQL,
        LoadType.INCREMENTAL,
        new Extract(
            Optional.of("sales"),
            table,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(new Cursor("id", Optional.empty())),
            Map.of()),
        new Target(
            Optional.empty(),
            Optional.empty(),
            WriteDisposition.APPEND,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(1000, 1, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }

  /** A full load of an endpoint. */
  static Job endpoint(String id, String table) {
    Job like = job(id, "crm", table);
    return new Job(
        id,
        like.place(),
        like.sourceName(),
        SourceType.REST,
        LoadType.FULL,
        new Extract(
            Optional.empty(),
            table,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.of(new Endpoint("/" + table, "GET", Map.of(), NamedValues.NONE))),
        like.target(),
        like.effort(),
        List.of(),
        "");
  }

  static JobReport report(String id, JobResult result, long rows, Duration duration) {
    return new JobReport(
        id,
        "INCREMENTAL",
        result,
        START,
        duration,
        1,
        new JobReport.Work(
            1, rows, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Burden.NONE),
        rows);
  }

  static CommitRecord commit(String job, long rows, long bytes, String... warnings) {
    return commit(job, 1, TableSchema.NONE, rows, bytes, warnings);
  }

  static CommitRecord commit(
      String job, long sequence, TableSchema schema, long rows, long bytes, String... warnings) {
    return new CommitRecord(
        CommitRecord.FORMAT,
        sequence,
        "load",
        "nonce",
        "run",
        job,
        CommitRecord.Kind.LOAD,
        LoadType.INCREMENTAL,
        WriteDisposition.APPEND,
        "shop",
        "orders",
        Optional.empty(),
        Optional.of(new Watermark("id", CursorType.INTEGER, "7")),
        List.of(new DataFile("s", "p", rows, bytes, "00000000")),
        List.of(),
        rows,
        OptionalLong.empty(),
        "data/orders/2026/11/21",
        schema,
        Consistency.SNAPSHOT,
        1,
        List.of(warnings),
        START,
        START.plusSeconds(1 + sequence),
        "0.1.0",
        Optional.empty());
  }

  static JobReport failed(String id, ErrorCode code, String message) {
    return report(id, new JobResult.Failed(code, message), 0, Duration.ofMillis(1500));
  }

  static JobReport loaded(CommitRecord commit, Duration duration) {
    return report(commit.jobId(), new JobResult.Loaded(commit), commit.rows(), duration);
  }
}
