package dev.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows end to end when something is wrong: exit codes, the other jobs, the console. */
final class BadInputIT {
  @TempDir Path home;
  private PenstockProcess penstock;
  private final Sheets sheets = new Sheets();

  @BeforeEach
  void goodDatabase() throws Exception {
    penstock = new PenstockProcess(home);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home + "/good.db");
        Statement statement = connection.createStatement()) {
      for (String table : List.of("t", "../../etc", "x\"; DROP TABLE t;--", "CON")) {
        String quoted = '"' + table.replace("\"", "\"\"") + '"';
        statement.execute("CREATE TABLE " + quoted + " (id INTEGER PRIMARY KEY, note TEXT)");
        statement.execute("INSERT INTO " + quoted + " VALUES (1, 'a'), (2, 'b')");
      }
    }
    sheets.row("Sources", "source_name", "good", "path", home.resolve("good.db").toString());
  }

  @Test
  void eachBadRowFailsAloneAndTheOthersLoad() throws Exception {
    sheets
        .row("Sources", "source_name", "gone", "path", "gone.db")
        .row("Sources", "source_name", "text", "path", "text.db")
        .job("good", "sqlite", "good", "t")
        .job("bad_word", "sqlite", "good", "t", "load_type", "SOMETIMES")
        .job("bad_path", "sqlite", "good", "t", "target_folder_path", "../../out")
        .job("no_host", "postgresql", "erp", "t")
        .job("no_file", "sqlite", "gone", "t")
        .job("no_database", "sqlite", "text", "t")
        .job("no_table", "sqlite", "good", "tt")
        .job("no_column", "sqlite", "good", "t", "columns", "id, nota")
        .job("no_type", "sqlite", "good", "t", "column_types", "note=txt")
        .job("bad_sql", "sqlite", "good", "t", "query_filter", "note ==== 1")
        .job("after", "sqlite", "good", "t", "depends_on", "no_table");
    write();
    Files.writeString(home.resolve("text.db"), "no database, but text for all to read\n");

    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
    assertThat(statuses())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("good", "SUCCESS"),
                Map.entry("bad_word", "VALIDATION_FAILED"),
                Map.entry("bad_path", "VALIDATION_FAILED"),
                Map.entry("no_host", "SECRETS_INVALID"),
                Map.entry("no_file", "FAILED"),
                Map.entry("no_database", "FAILED"),
                Map.entry("no_table", "FAILED"),
                Map.entry("no_column", "FAILED"),
                Map.entry("no_type", "FAILED"),
                Map.entry("bad_sql", "FAILED"),
                Map.entry("after", "SKIPPED")));
    assertThat(DuckDb.count(home.resolve("data/t"))).isEqualTo(2);
    assertThat(files("data", ".parquet")).hasSize(1);
    assertThat(run.out())
        .contains("VALIDATION_FAILED bad_word: sheet SourceConfig, row 3, column load_type: ")
        .contains("FAILED no_type: sheet SourceConfig, row 10, column column_types: ")
        .contains("FAILED no_table: sheet SourceConfig, row 8")
        .contains("SKIPPED after: no_table did not succeed: FAILED");
    assertCalm(run);
  }

  @Test
  @Secures(Measure.PATHS)
  @BadInput(value = Input.TABLE_NAME_PATH, taken = "load into folders below the lake")
  void namesThatLookLikePathsOrSqlAreJustNames() throws Exception {
    sheets
        .job("up", "sqlite", "good", "../../etc")
        .job("drop", "sqlite", "good", "x\"; DROP TABLE t;--")
        .job("device", "sqlite", "good", "CON")
        .job("t", "sqlite", "good", "t");
    write();

    Result run = penstock.runHere("--jobs", "1");

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(files("data", ".parquet")).hasSize(4);
    try (Stream<Path> beside = Files.list(home)) {
      assertThat(beside.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "config", "data", "logs", "metadata", "good.db", "out.txt", "err.txt");
    }
  }

  @Test
  @Secures(Measure.SECRETS_IN_OUTPUT)
  @BadInput(value = Input.PASSWORD_IN_URL, taken = "works, and is shown nowhere")
  void secretsShowUpNowhere() throws Exception {
    EmbeddedPg.createGuardedRole();
    EmbeddedPg.execute("ALTER ROLE guarded PASSWORD 'canary-right;%41'");
    String port = Integer.toString(EmbeddedPg.port());
    for (String source : List.of("file", "variable")) {
      sheets.row("Sources", address(source, port));
    }
    String url = "postgresql://guarded:%s@127.0.0.1:" + port + "/postgres?sslmode=disable";
    List<String> cell = new ArrayList<>(List.of(address("cell", port)));
    cell.addAll(List.of("password", "canary-cell"));
    sheets
        .row("Sources", cell.toArray(String[]::new))
        .row("Sources", "source_name", "url", "url", url.formatted("canary-url"))
        .job("file", "postgresql", "file", "pg_class")
        .job("variable", "postgresql", "variable", "pg_class")
        .job("cell", "postgresql", "cell", "pg_class")
        .job("url", "postgresql", "url", "pg_class")
        .job("loads", "postgresql", "right", "one", "query", "SELECT 1 AS id")
        .job("echo", "postgresql", "right", "two", "query", "SELECT 'canary-right;%41'::int AS id");
    write();
    secrets(
        "[sources.file]\npassword = 'canary-file'\n[sources.right]\ncredentials = '"
            + url.formatted("canary-right;%2541")
            + "'\n");

    Result run = penstock.with("DLT_VARIABLE_PASSWORD", "canary-variable").run("--jobs", "1");

    assertThat(statuses())
        .containsOnly(
            Map.entry("file", "FAILED"),
            Map.entry("variable", "FAILED"),
            Map.entry("cell", "FAILED"),
            Map.entry("url", "FAILED"),
            Map.entry("loads", "SUCCESS"),
            Map.entry("echo", "FAILED"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("password authentication failed for user \"guarded\"");
    assertThat(run.err()).contains("a secret seems to stand here");
    assertCalm(run);
    assertNoCanary("canary-");

    Result plan = penstock.with("DLT_VARIABLE_PASSWORD", "canary-variable").runHere("plan");
    assertThat(plan.exitCode()).isEqualTo(1);
    assertNoCanary("canary-(?!right;%41'::int)");
    assertThat(penstock.runHere("validate").exitCode()).isZero();
    assertNoCanary("canary-(?!right;%41'::int)");
  }

  @Test
  void validateSaysWithoutANetworkWhatWouldFail() throws Exception {
    sheets
        .row("Sources", "source_name", "erp", "host", "erp.example", "database", "erp")
        .row("Settings", "name", "layout", "value", "{table_name}/{load_id}.{file_id}")
        .job("orders", "postgresql", "erp", "orders", "column_types", "total=money(1), id=bigint")
        .job("items", "postgresql", "erp", "items");
    write();

    Result validate = penstock.run("validate");

    assertThat(validate.exitCode()).isEqualTo(2);
    assertThat(validate.out())
        .isEqualTo(
            """
            ERROR   sheet SourceConfig, row 2, column column_types: total=money(1) names no type.
                    The types are: text, bigint, integer, smallint, double, real, decimal(p,s), boolean, date, time, time_ns, timestamp, timestamp_ns, timestamptz, timestamptz_ns, json, binary, list(type); p is at most 38, s at most p.
            ERROR   source erp: no username.
                    Looked in sheet Sources (source_name erp, column username), environment (DLT_ERP_USERNAME) and .dlt/secrets.toml ([sources.erp] username), and for a url or credentials in the same places.
            WARNING source erp: no password.
                    Looked in sheet Sources (source_name erp, column password), environment (DLT_ERP_PASSWORD) and .dlt/secrets.toml ([sources.erp] password), and for a url or credentials in the same places. All is well if the server lets this user in without one.
            ERROR   setting layout: '{table_name}/{load_id}.{file_id}': without {ext} readers would not know the file as Parquet.
                    Add {ext}.

            config/ingestion_config.xlsx: nothing can run, 3 errors, 1 warning.
            """);
    assertThat(home.resolve("logs")).doesNotExist();
  }

  @Test
  void whatConcernsAllJobsKeepsThemAllFromRunning() throws Exception {
    sheets.job("good", "sqlite", "good", "t");
    write();
    secrets("[sources.good]\npassword = canary\n");
    assertRefused(
        penstock.run(),
        ".dlt/secrets.toml, line 2, column 12: not valid TOML\n"
            + "Write key = \"value\"; a value with backslashes or double quotes goes between single"
            + " quotes: key = 'value'.\n");

    secrets("[destination.filesystem]\nbucket_url = 's3://lake'\n");
    assertRefused(
        penstock.runHere(),
        """
        [destination.filesystem] bucket_url: 's3://lake' is no address that this version can write to.
        Write az://container/folder or abfss://container@account.dfs.core.windows.net/folder, or name a folder of this machine.
        """);

    secrets("[destination.filesystem]\nbucket_url = 'file://server/lake'\n");
    assertRefused(
        penstock.runHere(),
        """
        [destination.filesystem] bucket_url: 'file://server/lake' names no folder.
        Name a folder, such as bucket_url = "data" or "file:///srv/lake".
        """);

    Files.delete(home.resolve(".dlt/secrets.toml"));
    Files.write(home.resolve("config/ingestion_config.xlsx"), new byte[0]);
    assertRefused(
        penstock.run(),
        """
        workbook config/ingestion_config.xlsx: the file has zero bytes.
        Take it from a backup, or make a new one with ./run.sh init.
        """);
  }

  @Test
  void anAuditThatCannotBeWrittenDoesNotKeepJobsFromLoading() throws Exception {
    sheets.job("good", "sqlite", "good", "t");
    write();
    Files.writeString(home.resolve("metadata"), "a file where the folder should be");

    Result run = penstock.run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(DuckDb.count(home.resolve("data/t"))).isEqualTo(2);
    assertThat(run.out())
        .contains("AUDIT no row for good: metadata/audit_")
        .contains("The loads themselves stand; ./run.sh history --rebuild adds their rows")
        .contains("1 SUCCESS in ");
    assertThat(run.err()).startsWith("metadata: the metrics of run ");
    assertCalm(run);

    Files.delete(home.resolve("metadata"));
    assertThat(penstock.run("history", "--rebuild").out()).startsWith("rebuilt metadata/audit_");
    assertThat(statuses()).containsOnly(Map.entry("good", "SUCCESS"));
  }

  @Test
  @BadInput(
      value = Input.LARGE_VALUE,
      says =
          "the rows need more memory than there is.\n  Leave columns with large values out (column"
              + " columns), lower chunk_size or parallelism of this row, or give more with"
              + " PENSTOCK_JAVA_OPTS=-Xmx1g.",
      taken = "where the heap has no room for it; the other jobs run")
  @BadInput(
      value = Input.FORMULA_TEXT,
      says = "the value '=HYPERLINK(\"x\");=1+1' is not a whole number, so bigint cannot hold it.",
      taken = "no cell of the audit starts a formula")
  @Secures(Measure.FORMULA_INJECTION)
  void aHugeValueAndAHostileOneFailAloneAndStartNoFormula() throws Exception {
    String port = Integer.toString(EmbeddedPg.port());
    List<String> pg = new ArrayList<>(List.of(address("pg", port)));
    pg.set(pg.indexOf("guarded"), "postgres");
    sheets
        .row("Sources", pg.toArray(String[]::new))
        .job("huge_pg", "postgresql", "pg", "x", "query", "SELECT repeat('x', 280000000) AS x")
        .job(
            "huge_file",
            "sqlite",
            "good",
            "x",
            "query",
            "SELECT zeroblob(280000000) AS x",
            "column_types",
            "x=binary")
        .job(
            "formula",
            "sqlite",
            "good",
            "x",
            "query",
            "SELECT '=HYPERLINK(\"x\");=1+1' AS x",
            "column_types",
            "x=bigint")
        .job("good", "sqlite", "good", "t");
    write();

    Result run = penstock.run("--jobs", "1");

    assertThat(statuses())
        .as(run.out() + run.err())
        .containsOnly(
            Map.entry("huge_pg", "FAILED"),
            Map.entry("huge_file", "FAILED"),
            Map.entry("formula", "FAILED"),
            Map.entry("good", "SUCCESS"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("FAILED huge_pg: sheet SourceConfig, row 2: ")
        .contains("FAILED huge_file: sheet SourceConfig, row 3: ");
    assertThat(run.out().split("the rows need more memory than there is", -1)).hasSize(3);
    for (String cell : Files.readString(files("metadata", ".csv").get(0)).split("[,;\n]", -1)) {
      assertThat(cell.replaceFirst("^[\\s\"]+", "")).doesNotMatch("(?s)[=+@-].*");
    }
    assertThat(files("data", ".parquet")).hasSize(1);
    assertCalm(run);
  }

  private void write() throws IOException {
    sheets.write(home.resolve("config/ingestion_config.xlsx"));
  }

  private void secrets(String toml) throws IOException {
    Files.createDirectories(home.resolve(".dlt"));
    Files.writeString(home.resolve(".dlt/secrets.toml"), toml);
  }

  private static String[] address(String source, String port) {
    return new String[] {
      "source_name",
      source,
      "host",
      "127.0.0.1",
      "port",
      port,
      "database",
      "postgres",
      "username",
      "guarded",
      "option_sslmode",
      "disable"
    };
  }

  /** Job id to status, from the audit. */
  private Map<String, String> statuses() throws IOException {
    Map<String, String> statuses = new TreeMap<>();
    for (Path file : files("metadata", ".csv")) {
      for (String line : Files.readAllLines(file).subList(1, Files.readAllLines(file).size())) {
        String[] cells = line.split(",", 4);
        statuses.put(cells[1], cells[2]);
      }
    }
    return statuses;
  }

  private void assertRefused(Result run, String message) {
    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(2);
    assertThat(run.err()).endsWith(message);
    assertThat(run.out()).isEmpty();
    assertThat(home.resolve("data")).doesNotExist();
    assertCalm(run);
  }

  private static void assertCalm(Result run) {
    assertThat(run.out() + run.err())
        .doesNotContain("\tat ")
        .doesNotContain("java.")
        .doesNotContain("org.postgresql")
        .doesNotContain("in a way it does not know");
  }

  /** Looks through everything that was written except where the secrets were put by hand. */
  private void assertNoCanary(String canary) throws IOException {
    int read = 0;
    for (Path file : files("", "")) {
      if (!file.startsWith(home.resolve("config")) && !file.startsWith(home.resolve(".dlt"))) {
        assertThat(new String(Files.readAllBytes(file), UTF_8))
            .as(file.toString())
            .doesNotContainPattern(canary);
        read++;
      }
    }
    // Console, log, errors, audit, metrics, commit record and Parquet at least.
    assertThat(read).isGreaterThan(8);
  }

  private List<Path> files(String folder, String ending) throws IOException {
    Path top = home.resolve(folder);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(top)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> path.toString().endsWith(ending))
          .toList();
    }
  }
}
