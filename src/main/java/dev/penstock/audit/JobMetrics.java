package dev.penstock.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The figures of one job in one run. Texts that do not apply are empty.
 *
 * @param rows delivered, or that reached the writer when the job failed
 * @param rowsRead by all attempts of this run; more than {@code rows} when some were read twice,
 *     fewer when an earlier run had read some
 * @param splits how many splits the last attempt had to read; 0 when none was planned
 * @param splitsResumed how many it found there
 * @param phases how long each part took, such as {@code plan}, {@code read} or {@code commit}, in
 *     the order in which they are shown; parts that overlap may add up to more than the duration
 * @param peakBatchBytes the most memory that its batches held at once; empty when not measured
 */
public record JobMetrics(
    String jobId,
    Status status,
    long rows,
    long rowsRead,
    long bytes,
    int files,
    int splits,
    int splitsResumed,
    int attempts,
    Duration duration,
    Map<String, Duration> phases,
    String watermarkFrom,
    String watermarkTo,
    String partitionPath,
    String errorMessage,
    OptionalLong peakBatchBytes) {
  public JobMetrics {
    requireNonNull(jobId, "jobId");
    requireNonNull(status, "status");
    requireNonNull(duration, "duration");
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    requireNonNull(watermarkFrom, "watermarkFrom");
    requireNonNull(watermarkTo, "watermarkTo");
    requireNonNull(partitionPath, "partitionPath");
    requireNonNull(errorMessage, "errorMessage");
    requireNonNull(peakBatchBytes, "peakBatchBytes");
  }

  /** Rows read for each second of the duration; 0 when it took no time. */
  public long rowsPerSecond() {
    long millis = duration.toMillis();
    return millis <= 0 ? 0 : Math.round(rowsRead * 1000.0 / millis);
  }
}
