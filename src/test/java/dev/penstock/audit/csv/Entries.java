package dev.penstock.audit.csv;

import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Entries and records for tests. */
final class Entries {
  static final Instant AT = Instant.parse("2026-11-21T03:15:00.123Z");

  private Entries() {}

  static AuditEntry failed(Instant at, String job, String message, String... warnings) {
    return AuditEntry.withoutCommit(
        at,
        job,
        Status.FAILED,
        Duration.ofMillis(1_500),
        "run-1",
        Optional.of("FULL"),
        2,
        message,
        List.of(warnings),
        Optional.empty());
  }

  static CommitRecord load(long sequence, String job, Instant at) {
    return new CommitRecord(
        CommitRecord.FORMAT,
        sequence,
        "load-" + job + "-" + sequence,
        "nonce",
        "run-1",
        job,
        CommitRecord.Kind.LOAD,
        LoadType.INCREMENTAL,
        WriteDisposition.APPEND,
        "shop",
        "orders",
        Optional.of(new Watermark("updated_at", CursorType.INTEGER, "-5")),
        Optional.of(new Watermark("updated_at", CursorType.INTEGER, "7")),
        List.of(new DataFile("s", "p", 5_000, 123_456, "00000000")),
        List.of(),
        5_000,
        OptionalLong.of(5_000),
        "data/shop/orders/2026/11/21",
        new TableSchema(3, List.of()),
        Consistency.PER_SPLIT,
        1,
        List.of("=2 rows have no cursor", "b"),
        at.minusMillis(2_500),
        at,
        "0.1.0",
        Optional.empty());
  }
}
