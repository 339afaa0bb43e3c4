package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.testing.EmbeddedMaria;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.OwnClassPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** Reads what is far larger than the heap, in a JVM of its own. */
final class ReaderMemoryTest {
  /** The program of the child: type, port, user, password, query; prints the number of rows. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      SourceType type = SourceType.valueOf(args[0]);
      Map<String, String> values =
          Map.of(
              "host",
              "127.0.0.1",
              "port",
              args[1],
              "database",
              type == SourceType.MYSQL ? EmbeddedMaria.DATABASE : EmbeddedPg.DATABASE,
              "username",
              args[2],
              "password",
              args[3]);
      Job job = Jobs.of(type).query(args[4]).batchRows(100_000).job();
      try (BufferAllocator allocator = new RootAllocator(64_000_000);
          Connector connector =
              new JdbcConnector(
                  Map.of("shop", new SourceSettings("shop", Optional.empty(), values)),
                  key -> Optional.empty(),
                  SourceCount.AUTO,
                  1,
                  new NoTokens());
          Source source = connector.open(job)) {
        System.out.println("rows=" + rows(source, allocator));
      }
    }

    private static long rows(Source source, BufferAllocator allocator) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      long rows = 0;
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        for (int read = reader.read(batch); read > 0; read = reader.read(batch)) {
          rows += read;
        }
      }
      return rows;
    }
  }

  private static String readIn(String heap, String query) throws Exception {
    String port = Integer.toString(EmbeddedPg.port());
    return readIn(heap, "POSTGRESQL", port, EmbeddedPg.USER, "any", query);
  }

  private static String readIn(String heap, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            OwnClassPath.absolute(),
            Child.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output.lines().filter(line -> line.startsWith("rows=")).findFirst().orElse(output);
  }

  @Test
  void readsTenMillionRowsInASmallHeap() throws Exception {
    assertThat(readIn("256m", "SELECT i::bigint AS id FROM generate_series(1, 10000000) i"))
        .isEqualTo("rows=10000000");
  }

  @Test
  void readsWideRowsInASmallHeap() throws Exception {
    String query = "SELECT i, repeat('x', 1000000) AS s FROM generate_series(1, 400) i";
    assertThat(readIn("256m", query)).isEqualTo("rows=400");
  }

  @Test
  void readsMoreThanTheHeapFromMariaDb() throws Exception {
    String port = Integer.toString(EmbeddedMaria.port());
    String query = "SELECT seq, repeat('x', 1000000) AS s FROM seq_1_to_400";
    assertThat(readIn("256m", "MYSQL", port, EmbeddedMaria.USER, EmbeddedMaria.PASSWORD, query))
        .isEqualTo("rows=400");
  }
}
