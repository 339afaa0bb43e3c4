package dev.penstock.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.SystemReason;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the figures of a run to {@code metrics_YYYYMMDD_HHMMSS.json}, named by its start. */
public final class MetricsFile {
  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final Path folder;
  private final ZoneId zone;
  private final Redactor redactor;

  public MetricsFile(Path folder, ZoneId zone, Redactor redactor) {
    this.folder = requireNonNull(folder, "folder");
    this.zone = requireNonNull(zone, "zone");
    this.redactor = requireNonNull(redactor, "redactor");
  }

  /**
   * Writes a new file and gives its path; never writes over one: a second run that began in the
   * same second gets {@code _2} behind its name.
   *
   * @throws IngestException STORAGE_REFUSED when it cannot be written
   */
  public Path write(RunMetrics run) {
    try {
      byte[] bytes = json.writeValueAsBytes(run(run));
      Files.createDirectories(folder);
      int number = 1;
      while (!create(file(run.startedAt(), number), bytes)) {
        number++;
      }
      return file(run.startedAt(), number);
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "%s: the metrics of run %s cannot be written (%s).\nSee to it that this user may write there and that the disk has room; no load is touched by this."
              .formatted(folder, run.runId(), SystemReason.of(e)),
          e);
    }
  }

  /** Whether the name was free. */
  private static boolean create(Path file, byte[] bytes) throws IOException {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private Path file(Instant startedAt, int number) {
    DateTimeFormatter second =
        DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(zone);
    String suffix = number == 1 ? "" : "_" + number;
    return folder.resolve("metrics_" + second.format(startedAt) + suffix + ".json");
  }

  private ObjectNode run(RunMetrics run) {
    ObjectNode node = json.createObjectNode();
    node.put("run_id", run.runId());
    node.put("engine_version", run.engineVersion());
    node.put("started_at", time(run.startedAt()));
    node.put("ended_at", time(run.endedAt()));
    node.put("duration_seconds", seconds(Duration.between(run.startedAt(), run.endedAt())));
    run.peakMemoryBytes().ifPresent(bytes -> node.put("peak_memory_bytes", bytes));
    node.put("rows", run.jobs().stream().mapToLong(JobMetrics::rows).sum());
    node.put("bytes", run.jobs().stream().mapToLong(JobMetrics::bytes).sum());
    run.jobs().forEach(job -> node.withArray("jobs").add(job(job)));
    return node;
  }

  private ObjectNode job(JobMetrics job) {
    ObjectNode node = json.createObjectNode();
    node.put("job_id", job.jobId());
    node.put("status", job.status().name());
    node.put("rows", job.rows());
    node.put("rows_read", job.rowsRead());
    node.put("rows_per_second", job.rowsPerSecond());
    node.put("bytes", job.bytes());
    node.put("files", job.files());
    node.put("splits", job.splits());
    node.put("splits_resumed", job.splitsResumed());
    node.put("attempts", job.attempts());
    node.put("duration_seconds", seconds(job.duration()));
    ObjectNode phases = node.putObject("phases_seconds");
    job.phases().forEach((phase, duration) -> phases.put(phase, seconds(duration)));
    node.put("watermark_from", job.watermarkFrom());
    node.put("watermark_to", job.watermarkTo());
    node.put("partition_path", job.partitionPath());
    node.put("error_message", redactor.redact(job.errorMessage()));
    job.peakBatchBytes().ifPresent(bytes -> node.put("peak_batch_bytes", bytes));
    return node;
  }

  private String time(Instant instant) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
        .withZone(zone)
        .format(instant);
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3);
  }
}
