package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsFileTest {
  private static final Instant START = Instant.parse("2026-11-21T03:15:00Z");
  private static final RunMetrics RUN =
      new RunMetrics(
          "run-1",
          "0.1.0",
          START,
          START.plusMillis(2_500),
          OptionalLong.of(1_000),
          List.of(
              new JobMetrics(
                  "shop_orders",
                  Status.SUCCESS,
                  5_000,
                  1_000,
                  4_096,
                  1,
                  2,
                  8,
                  1,
                  Duration.ofMillis(2_000),
                  Map.of("read", Duration.ofMillis(1_500)),
                  "",
                  "7",
                  "data/orders",
                  "password=x",
                  OptionalLong.empty())));

  @TempDir Path folder;

  @Test
  void writesTheFiguresOfARun() throws IOException {
    Path file = metrics(folder).write(RUN);

    assertThat(file).isEqualTo(folder.resolve("metrics_20261121_031500.json"));
    assertThat(Files.readString(file).replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            {
              "run_id" : "run-1",
              "engine_version" : "0.1.0",
              "started_at" : "2026-11-21T03:15:00.000+00:00",
              "ended_at" : "2026-11-21T03:15:02.500+00:00",
              "duration_seconds" : 2.500,
              "peak_memory_bytes" : 1000,
              "rows" : 5000,
              "bytes" : 4096,
              "jobs" : [ {
                "job_id" : "shop_orders",
                "status" : "SUCCESS",
                "rows" : 5000,
                "rows_read" : 1000,
                "rows_per_second" : 500,
                "bytes" : 4096,
                "files" : 1,
                "splits" : 2,
                "splits_resumed" : 8,
                "attempts" : 1,
                "duration_seconds" : 2.000,
                "phases_seconds" : {
                  "read" : 1.500
                },
                "watermark_from" : "",
                "watermark_to" : "7",
                "partition_path" : "data/orders",
                "error_message" : "password=***"
              } ]
            }""");
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path first = metrics(folder).write(RUN);
    Files.writeString(first, "kept");

    assertThat(metrics(folder).write(RUN))
        .isEqualTo(folder.resolve("metrics_20261121_031500_2.json"));
    assertThat(metrics(folder).write(RUN))
        .isEqualTo(folder.resolve("metrics_20261121_031500_3.json"));
    assertThat(first).hasContent("kept");
  }

  @Test
  void saysWhatToDoWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> metrics(file).write(RUN))
        .hasMessage(
            file
                + ": the metrics of run run-1 cannot be written (FileAlreadyExistsException).\n"
                + "See to it that this user may write there and that the disk has room; no load is"
                + " touched by this.");
  }

  private static MetricsFile metrics(Path folder) {
    return new MetricsFile(folder, ZoneOffset.UTC, new Redactor());
  }
}
