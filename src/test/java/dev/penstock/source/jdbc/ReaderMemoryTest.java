package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.IngestException;
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
import dev.penstock.testing.tds.TdsServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what is far larger than the heap, in a JVM of its own. */
final class ReaderMemoryTest {
  @TempDir private Path folder;

  /** The program of the child: type, port, user, password, query; prints the number of rows. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      SourceType type = SourceType.valueOf(args[0]);
      Map<String, String> values =
          type == SourceType.SQLITE ? Map.of("path", args[1]) : server(type, args);
      Job job = Jobs.of(type).query(args[4]).batchRows(100_000).job();
      try (BufferAllocator allocator = new RootAllocator(Long.parseLong(args[5]));
          Connector connector =
              new JdbcConnector(
                  Map.of("shop", new SourceSettings("shop", Optional.empty(), values)),
                  key -> Optional.empty(),
                  SourceCount.AUTO,
                  1,
                  new NoTokens());
          Source source = connector.open(job)) {
        System.out.println("rows=" + rows(source, allocator));
      } catch (IngestException e) {
        System.out.println("rows=" + e.getMessage().replace('\n', ' '));
      }
    }

    private static Map<String, String> server(SourceType type, String[] args) {
      return Map.of(
          "host",
          "127.0.0.1",
          "port",
          args[1],
          "database",
          database(type),
          "username",
          args[2],
          "password",
          args[3]);
    }

    private static String database(SourceType type) {
      return switch (type) {
        case MYSQL -> EmbeddedMaria.DATABASE;
        case SQLSERVER -> TdsServer.DATABASE;
        default -> EmbeddedPg.DATABASE;
      };
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

  private static final String SMALL_VECTORS = "64000000";

  private static String readIn(String heap, String query) throws Exception {
    String port = Integer.toString(EmbeddedPg.port());
    return readIn(heap, "POSTGRESQL", port, EmbeddedPg.USER, "any", query, SMALL_VECTORS);
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
    assertThat(process.exitValue()).as(output).isZero();
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
    assertThat(
            readIn(
                "256m",
                "MYSQL",
                port,
                EmbeddedMaria.USER,
                EmbeddedMaria.PASSWORD,
                query,
                SMALL_VECTORS))
        .isEqualTo("rows=400");
  }

  /** Three values at a time: with the driver, on the way, and where it is decoded. */
  @Test
  void readsValuesOfAHundredMegabytesOneByOne() throws Exception {
    String port = Integer.toString(EmbeddedPg.port());
    String query =
        "SELECT i, CASE WHEN i % 20 = 3 THEN repeat('x', 100000000) ELSE 'y' END AS s FROM generate_series(1, 80) i";
    assertThat(readIn("384m", "POSTGRESQL", port, EmbeddedPg.USER, "any", query, "420000000"))
        .isEqualTo("rows=80");
  }

  @Test
  void readsLargeValuesFromMariaDbAndSqliteOneByOne() throws Exception {
    String port = Integer.toString(EmbeddedMaria.port());
    String large = "CASE WHEN i %% 10 = 3 THEN %s ELSE 'y' END AS s FROM ";
    String maria =
        "SELECT i, "
            + large.formatted("repeat('x', 15000000)")
            + "(SELECT seq AS i FROM seq_1_to_80) n";
    assertThat(
            readIn(
                "128m",
                "MYSQL",
                port,
                EmbeddedMaria.USER,
                EmbeddedMaria.PASSWORD,
                maria,
                SMALL_VECTORS))
        .isEqualTo("rows=80");
    String sqlite =
        "SELECT i, "
            + large.formatted("hex(zeroblob(12500000))")
            + "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n) n";
    Path file = folder.resolve("large.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (i INTEGER)");
    }
    assertThat(readIn("256m", "SQLITE", file.toString(), "", "", sqlite, "140000000"))
        .isEqualTo("rows=80");
  }

  @Test
  void readsValuesOfAHundredMegabytesFromSqlServerOneByOne() throws Exception {
    int server = SqlServerFixture.server().port();
    Map<String, String> settings = SqlServerFixture.settings(server);
    try (Connection connection = SqlServerFixture.connect(settings, TdsServer.PASSWORD)) {
      SqlServerFixture.empty(connection);
      SqlServerFixture.execute(
          connection,
          "CREATE TABLE large (i int, s varchar(max), b varbinary(max))",
          "INSERT INTO large SELECT value, 'y', NULL FROM GENERATE_SERIES(1, 80)",
          "UPDATE large SET s = LARGE_TEXT(100000000) WHERE i % 40 = 3",
          "UPDATE large SET b = LARGE_BYTES(100000000) WHERE i % 40 = 9");
    }
    String port = Integer.toString(server);
    String user = TdsServer.USER;
    String query = "SELECT i, s, b FROM large";
    String vectors = "420000000";
    assertThat(readIn("384m", "SQLSERVER", port, user, TdsServer.PASSWORD, query, vectors))
        .isEqualTo("rows=80");
  }

  @Test
  void namesTheColumnsToLookAtWhenAValueDoesNotFitIntoMemory() throws Exception {
    String postgres = "SELECT i, repeat('x', 100000000) AS doc FROM generate_series(1, 2) i";
    assertThat(readIn("64m", postgres))
        .endsWith(
            "reading the query, after row 0 (large values may be in: doc): the rows need more memory than there is. Leave columns with large values out (column columns), lower chunk_size or parallelism of this row, or give more with PENSTOCK_JAVA_OPTS=-Xmx1g.");
  }
}
