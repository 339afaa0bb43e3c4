package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Settings;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.testing.EmbeddedMaria;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.OracleColumn;
import dev.penstock.testing.OracleOverH2;
import dev.penstock.testing.OwnClassPath;
import dev.penstock.testing.tds.TdsServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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

  /**
   * The program of the child: type, port, user, password, bytes for vectors, queries; prints the
   * number of rows of each.
   */
  static final class Child {
    private static final int QUERIES = 5;

    private Child() {}

    public static void main(String[] args) throws SQLException {
      SourceType type = SourceType.valueOf(args[0]);
      try (BufferAllocator allocator = new RootAllocator(Long.parseLong(args[4]));
          Connector connector = connector(type, args)) {
        for (String query : List.of(args).subList(QUERIES, args.length)) {
          Job job = Jobs.of(type).query(query).batchRows(100_000).job();
          try (Source source = connector.open(job)) {
            System.out.println("rows=" + rows(source, allocator));
          }
        }
      } catch (IngestException e) {
        System.out.println("rows=" + e.getMessage().replace('\n', ' '));
      }
    }

    private static Connector connector(SourceType type, String... args) throws SQLException {
      Map<String, String> values =
          type == SourceType.SQLITE ? Map.of("path", args[1]) : server(type, args);
      Map<String, SourceSettings> sources =
          Map.of("shop", new SourceSettings("shop", Optional.empty(), values));
      if (type != SourceType.ORACLE) {
        return new JdbcConnector(
            sources, key -> Optional.empty(), SourceCount.AUTO, 1, new NoTokens());
      }
      OracleOverH2 oracle = oracle();
      return new JdbcConnector(
          sources,
          key -> Optional.empty(),
          new Reading(SourceCount.AUTO, Settings.DEFAULT_SLICE_BYTES),
          1,
          new NoTokens(),
          Map.of(),
          Map.of(type, new OracleDialect(oracle::open)));
    }

    /** Two texts and two blobs of 100 MB each, as the driver would make them of what it reads. */
    private static OracleOverH2 oracle() throws SQLException {
      OracleOverH2 oracle = OracleOverH2.empty();
      oracle.column("s", new OracleColumn(OracleColumn.Kind.CLOB, 0, 0));
      oracle.column("b", new OracleColumn(OracleColumn.Kind.BLOB, 0, 0));
      try (Connection connection = oracle.plain();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE large (i integer, s varbinary(4), b varbinary(4))");
        statement.execute("INSERT INTO large SELECT \"X\", X'01', NULL FROM SYSTEM_RANGE(1, 80)");
        statement.execute("UPDATE large SET s = X'05F5E100' WHERE MOD(i, 40) = 3");
        statement.execute("UPDATE large SET b = X'05F5E100' WHERE MOD(i, 40) = 9");
      }
      return oracle;
    }

    private static Map<String, String> server(SourceType type, String... args) {
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

  /** Room for one value of 100 MB, and for a vector that doubles to hold it. */
  private static final String LARGE_VECTORS = "420000000";

  private static List<String> readPostgres(String heap, String vectors, String... queries)
      throws Exception {
    String port = Integer.toString(EmbeddedPg.port());
    return readIn(heap, List.of("POSTGRESQL", port, EmbeddedPg.USER, "any", vectors), queries);
  }

  /** What became of each query. */
  private static List<String> readIn(String heap, List<String> arguments, String... queries)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            OwnClassPath.absolute(),
            Child.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of(queries));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().filter(line -> line.startsWith("rows=")).toList();
  }

  /** Of the many rows the driver alone would keep three times the heap. */
  @Test
  void readsManyRowsAndWideRowsInASmallHeap() throws Exception {
    String many = "SELECT i::bigint AS id FROM generate_series(1, 3000000) i";
    String wide = "SELECT i, repeat('x', 1000000) AS s FROM generate_series(1, 200) i";
    assertThat(readPostgres("96m", SMALL_VECTORS, many, wide))
        .containsExactly("rows=3000000", "rows=200");
  }

  /** Three values at a time: with the driver, on the way, and where it is decoded. */
  @Test
  void readsValuesOfAHundredMegabytesOneByOne() throws Exception {
    String query =
        "SELECT i, CASE WHEN i % 30 = 3 THEN repeat('x', 100000000) ELSE 'y' END AS s FROM generate_series(1, 80) i";
    assertThat(readPostgres("384m", LARGE_VECTORS, query)).containsExactly("rows=80");
  }

  private static final String LARGE = "CASE WHEN i %% 30 = 3 THEN %s ELSE 'y' END AS s FROM ";

  @Test
  void readsMoreThanTheHeapFromMariaDb() throws Exception {
    String wide = "SELECT seq, repeat('x', 1000000) AS s FROM seq_1_to_200";
    assertThat(readMaria("128m", SMALL_VECTORS, wide)).containsExactly("rows=200");
  }

  @Test
  void readsValuesOfAHundredMegabytesFromMariaDbOneByOne() throws Exception {
    String query =
        "SELECT i, "
            + LARGE.formatted("repeat('x', 100000000)")
            + "(SELECT seq AS i FROM seq_1_to_80) n";
    assertThat(readMaria("384m", LARGE_VECTORS, query)).containsExactly("rows=80");
  }

  private static List<String> readMaria(String heap, String vectors, String query)
      throws Exception {
    String port = Integer.toString(EmbeddedMaria.port());
    return readIn(
        heap, List.of("MYSQL", port, EmbeddedMaria.USER, EmbeddedMaria.PASSWORD, vectors), query);
  }

  @Test
  void readsValuesOfAHundredMegabytesFromSqliteOneByOne() throws Exception {
    String query =
        "SELECT i, "
            + LARGE.formatted("hex(zeroblob(50000000))")
            + "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80) SELECT i FROM n) n";
    Path file = folder.resolve("large.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (i INTEGER)");
    }
    List<String> database = List.of("SQLITE", file.toString(), "", "", LARGE_VECTORS);
    assertThat(readIn("384m", database, query)).containsExactly("rows=80");
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
    List<String> arguments =
        List.of(
            "SQLSERVER",
            Integer.toString(server),
            TdsServer.USER,
            TdsServer.PASSWORD,
            LARGE_VECTORS);
    assertThat(readIn("384m", arguments, "SELECT i, s, b FROM large")).containsExactly("rows=80");
  }

  /** The text or the bytes, as the driver hands them out, and those of the text once more. */
  @Test
  void readsValuesOfAHundredMegabytesFromOracleOneByOne() throws Exception {
    List<String> arguments = List.of("ORACLE", "1521", "penstock", "any", LARGE_VECTORS);
    assertThat(readIn("320m", arguments, "SELECT i, s, b FROM large")).containsExactly("rows=80");
  }

  @Test
  void namesTheColumnsToLookAtWhenAValueDoesNotFitIntoMemory() throws Exception {
    String query = "SELECT i, repeat('x', 100000000) AS doc FROM generate_series(1, 2) i";
    assertThat(readPostgres("64m", SMALL_VECTORS, query))
        .singleElement()
        .asString()
        .endsWith(
            "reading the query, after row 0 (large values may be in: doc): the rows need more memory than there is. Leave columns with large values out (column columns), lower chunk_size or parallelism of this row, or give more with PENSTOCK_JAVA_OPTS=-Xmx1g.");
  }
}
