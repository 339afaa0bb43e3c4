package dev.penstock.audit;

import static java.util.Objects.requireNonNull;

import dev.penstock.destination.CommitRecord;
import dev.penstock.source.Burden;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One row of the audit trail. Texts that do not apply are empty.
 *
 * @param at when the job ended; for a load, when it committed
 * @param errorMessage in one line; empty on success
 * @param schemaVersion 0 where no schema was seen
 * @param burden what was asked of the source; empty when it was not asked
 */
public record AuditEntry(
    Instant at,
    String jobId,
    Status status,
    long rows,
    Duration duration,
    String partitionPath,
    String errorMessage,
    String runId,
    String loadId,
    String loadType,
    String watermarkFrom,
    String watermarkTo,
    int files,
    long bytes,
    int attempts,
    int schemaVersion,
    OptionalLong sourceRows,
    String consistency,
    List<String> warnings,
    Optional<Burden> burden) {
  public AuditEntry {
    requireNonNull(burden, "burden");
    requireNonNull(at, "at");
    requireNonNull(status, "status");
    requireNonNull(sourceRows, "sourceRows");
    warnings = List.copyOf(warnings);
  }

  /** The row of a commit; the same whether written by the run or rebuilt from the record. */
  public static AuditEntry of(CommitRecord commit) {
    return new AuditEntry(
        commit.committedAt(),
        commit.jobId(),
        Status.SUCCESS,
        commit.rows(),
        Duration.between(commit.jobStartedAt(), commit.committedAt()),
        commit.partitionPath(),
        "",
        commit.runId(),
        commit.loadId(),
        commit.loadType().name(),
        commit.from().map(watermark -> watermark.value()).orElse(""),
        commit.watermark().map(watermark -> watermark.value()).orElse(""),
        commit.added().size(),
        commit.bytes(),
        commit.attempts(),
        commit.schema().version(),
        commit.sourceRows(),
        commit.consistency().word(),
        commit.warnings(),
        commit.burden());
  }

  /** The row of a job that committed nothing. */
  public static AuditEntry withoutCommit(
      Instant at,
      String jobId,
      Status status,
      Duration duration,
      String runId,
      Optional<String> loadType,
      int attempts,
      String errorMessage,
      List<String> warnings,
      Optional<Burden> burden) {
    return new AuditEntry(
        at,
        jobId,
        status,
        0,
        duration,
        "",
        errorMessage,
        runId,
        "",
        loadType.orElse(""),
        "",
        "",
        0,
        0,
        attempts,
        0,
        OptionalLong.empty(),
        "",
        warnings,
        burden);
  }
}
