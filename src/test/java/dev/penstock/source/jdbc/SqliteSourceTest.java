package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Earlier;
import dev.penstock.source.LateRows;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.jdbc.dialect.Catalog;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteSourceTest extends SourceContract {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("shop 100%.sqlite");
  }

  private Connector connector(Map<String, String> values) {
    return new JdbcConnector(
        Map.of(
            "shop", new SourceSettings("shop", Optional.of(SourceType.SQLITE), Map.copyOf(values))),
        key -> Optional.empty(),
        SourceCount.AUTO,
        2,
        new NoTokens());
  }

  @Override
  Connector connector() throws Exception {
    execute("PRAGMA journal_mode = WAL");
    return connector(Map.of("path", file().toString()));
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.SQLITE);
  }

  @Override
  void execute(String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  String address() {
    return "source shop (SQLite file " + file() + ")";
  }

  @Override
  String prefix() {
    return "";
  }

  @Test
  void readsEachTypeExactly() throws Exception {
    execute(
        "CREATE TABLE t (i bigint, r real, d decimal(38,10), b boolean, day date, ts datetime, tz timestamptz, tm time, j json, x blob, n numeric, u)",
        "INSERT INTO t VALUES (9223372036854775807, 0.1, '12345678901.0625', 1, '0001-01-01', '9999-12-31T23:59:59.999999', '2024-01-01 02:00:00+02:00', '23:59:59.5', '{\"a\":1}', x'00ff', 12, 'Zürich 😀')",
        "INSERT INTO t VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    Run run = run(jobs().job());
    assertThat(run.schema().getFields())
        .extracting(f -> f.getType().toString())
        .containsExactly(
            "Int(64, true)",
            "FloatingPoint(DOUBLE)",
            "Decimal(38, 10, 128)",
            "Bool",
            "Date(DAY)",
            "Timestamp(MICROSECOND, null)",
            "Timestamp(MICROSECOND, UTC)",
            "Time(MICROSECOND, 64)",
            "Utf8",
            "Binary",
            "Utf8",
            "Utf8");
    assertThat(run.schema().getFields().get(8).getMetadata()).containsEntry("logical", "json");
    assertThat(run.rows().get(0))
        .containsExactly(
            Long.MAX_VALUE,
            0.1,
            new BigDecimal("12345678901.0625000000"),
            true,
            -719_162,
            java.time.LocalDateTime.parse("9999-12-31T23:59:59.999999"),
            1_704_067_200_000_000L,
            86_399_500_000L,
            "{\"a\":1}",
            new byte[] {0, -1},
            "12",
            "Zürich 😀");
    assertThat(run.rows().get(1)).containsOnlyNulls();
  }

  @Test
  void refusesAValueOfAnotherKindThanDeclared() throws Exception {
    execute("CREATE TABLE t (n integer)", "INSERT INTO t VALUES (1), ('abc')");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table t, column n (INTEGER), row 2 as read: the value 'abc' is"
            + " not a whole number, so bigint cannot hold it.\nSet column_types to n=text, or leave"
            + " such rows out with query_filter.");
  }

  @Test
  void takesAQuestionMarkInANameForItself() throws Exception {
    execute("CREATE TABLE t ([ok?] integer)", "INSERT INTO t VALUES (1), (2)");
    assertThat(run(jobs().filter("[ok?] > 1").job()).column(0)).containsExactly(2L);
  }

  @Test
  void refusesAWildcardWhereNotAllTablesMayBeListed() throws Exception {
    // So many statements, each of which the library checks against all others, would take long.
    execute(
        "PRAGMA writable_schema = on",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(Catalog.MOST_LISTED)
            + " INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
            + " SELECT 'view', 'v' || i, 'v' || i, 0, 'CREATE VIEW v' || i || ' AS SELECT 1' FROM n");
    assertThatThrownBy(() -> connector.tables(jobs().table("v*").job()))
        .hasMessage(
            "sheet SourceConfig, row 7, column table_name: "
                + address()
                + " lists 10,000 tables and may have more, so that a wildcard could miss some.\nName"
                + " the tables, each in a row of its own, or log in as a user who may see those alone"
                + " that are meant.");
  }

  @Test
  void refusesTextThatIsNotUtf8AndReadsItAsBinary() throws Exception {
    execute("CREATE TABLE t (s text)", "INSERT INTO t VALUES (CAST(x'61ff62' AS TEXT))");
    assertThatThrownBy(() -> run(jobs().job()))
        .hasMessageEndingWith(
            "is not UTF-8, so text cannot hold it.\nSet column_types to s=binary, or leave such rows"
                + " out with query_filter.");
    assertThat(run(jobs().types(Map.of("s", "binary")).job()).rows().get(0))
        .containsExactly(new byte[] {0x61, -1, 0x62});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          date | '0000-00-00' | 0000-00-00 | is not a date | date
          date | '2026-02-29' | 2026-02-29 | is not a date | date
          datetime | '2026-01-01 00:00:00.123456789' | 2026-01-01 00:00:00.123456789 | is finer than a microsecond | timestamp
          time | '24:00:00' | 24:00:00 | is the end of the day, which a time of day cannot be | time
          decimal(38,38) | '1' | 1 | has more than 0 digits before the point | decimal(38,38)
          decimal(38,0) | '1000000000000000000000000000000000000000' | 1.0E39 | has more than 38 digits before the point | decimal(38,0)
          integer | '=HYPERLINK("x")' | =HYPERLINK("x") | is not a whole number | bigint
          text | CAST(x'61eda08062' AS TEXT) | a\ufffdb | is not UTF-8 | text
          """)
  @BadInput(
      value = Input.FAR_DATES,
      says =
          "table t, column v (DATE), row 1 as read: the value '0000-00-00' is not a date, so date"
              + " cannot hold it.\nSet column_types to v=text, or leave such rows out with"
              + " query_filter.")
  @BadInput(
      value = Input.FINE_TIMES,
      says =
          "the value '2026-01-01 00:00:00.123456789' is finer than a microsecond, so timestamp"
              + " cannot hold it.")
  @BadInput(
      value = Input.WIDE_DECIMALS,
      says = "the value '1' …, so decimal(38,38) cannot hold it.")
  @BadInput(
      value = Input.FORMULA_TEXT,
      says = "the value '=HYPERLINK(\"x\")' is not a whole number, so bigint cannot hold it.")
  @BadInput(
      value = Input.BROKEN_TEXT,
      says =
          "is not UTF-8, so text cannot hold it.\nSet column_types to v=binary, or leave such rows"
              + " out with query_filter.")
  void refusesValuesAtTheEdge(
      String type, String literal, String shown, String reason, String lands) throws Exception {
    execute("CREATE TABLE t (v " + type + ")", "INSERT INTO t VALUES (" + literal + ")");
    assertFails(
        jobs().job(),
        ErrorCode.VALUE,
        "sheet SourceConfig, row 7: table t, column v (%s), row 1 as read: the value '%s' %s, so %s cannot hold it.\nSet column_types to v=%s, or leave such rows out with query_filter."
            .formatted(
                type.toUpperCase(Locale.ROOT),
                shown.translateEscapes(),
                reason,
                lands,
                lands.equals("text") ? "binary" : "text"));
  }

  @Test
  @BadInput(value = Input.BROKEN_TEXT, taken = "NUL and the replacement character are kept")
  void keepsReplacementCharactersAndNul() throws Exception {
    execute(
        "CREATE TABLE t (s text)", "INSERT INTO t VALUES (char(65533)), (CAST(x'610062' AS TEXT))");
    assertThat(run(jobs().job()).column(0)).containsExactly("\ufffd", "a\0b");
  }

  @Test
  void countsCursorsOfAnotherKindAsUnusable() throws Exception {
    execute("CREATE TABLE t (n integer)", "INSERT INTO t VALUES (1), ('abc'), (NULL)");
    Run run = run(jobs().cursor("n").job());
    assertThat(run.rows()).hasSize(1);
    assertThat(run.survey().nullCursors()).isEqualTo(2);
  }

  @Test
  void saysThatTheFileIsMissing() {
    Path missing = folder.resolve("no.sqlite");
    try (Connector none = connector(Map.of("path", missing.toString()))) {
      assertThatThrownBy(() -> none.open(jobs().job()))
          .hasMessage(
              "source shop: the SQLite file "
                  + missing
                  + " does not exist.\nMend the setting path of the source, or name in"
                  + " option_init_script the SQL script that creates the file.");
    }
  }

  @Test
  void saysThatTheFileIsNoDatabase() throws Exception {
    Path text = Files.writeString(folder.resolve("text.sqlite"), "hello ".repeat(1000));
    try (Connector none = connector(Map.of("path", text.toString()))) {
      assertThatThrownBy(() -> none.open(jobs().job()))
          .hasMessage(
              "sheet SourceConfig, row 7: source shop (SQLite file "
                  + text
                  + "), opening t: the file is not a SQLite database.\nMend the setting path of the"
                  + " source.");
    }
  }

  @Test
  void saysWhereAMissingSettingIsLookedFor() {
    try (Connector none = connector(Map.of())) {
      assertThatThrownBy(() -> none.open(jobs().job()))
          .hasMessage(
              "source shop: no path.\nLooked in sheet Sources (source_name shop, column path), a"
                  + " store that keeps its places to itself, and for a url or credentials in the same"
                  + " places.");
    }
  }

  @Test
  void createsTheFileFromAScript() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("demo.sql"),
            "CREATE TABLE t (\n  id integer\n);\nINSERT INTO t VALUES (1);\n");
    Path created = folder.resolve("new/demo.sqlite");
    try (Connector demo =
        connector(Map.of("path", created.toString(), "option_init_script", script.toString()))) {
      demo.open(jobs().job()).close();
    }
    assertThat(created).isRegularFile();
    assertThat(created.getParent()).isDirectoryContaining(created::equals);
    try (var files = Files.list(created.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void leavesNothingOfAScriptThatFails() throws Exception {
    Path script = Files.writeString(folder.resolve("bad.sql"), "CREATE TABLE t (id);\nNONSENSE;\n");
    Path created = folder.resolve("new/demo.sqlite");
    try (Connector demo =
        connector(Map.of("path", created.toString(), "option_init_script", script.toString()))) {
      assertThatThrownBy(() -> demo.open(jobs().job()))
          .hasMessageContaining("near \"NONSENSE\": syntax error");
    }
    assertThat(created.getParent()).isEmptyDirectory();
  }

  @Test
  @Secures(Measure.READ_ONLY)
  void cannotWrite() throws Exception {
    execute("CREATE TABLE t (id integer)");
    assertThatThrownBy(() -> run(jobs().query("DELETE FROM t RETURNING id").job()))
        .hasMessageContaining("syntax error");
  }

  @Test
  void saysThatTheFileIsLocked() throws Exception {
    execute("PRAGMA journal_mode = DELETE", "CREATE TABLE t (id integer)");
    try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = writer.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> run(jobs().job()))
          .hasMessage(
              "sheet SourceConfig, row 7: "
                  + address()
                  + ", opening t: another program holds the file locked.\nRun the job again when that"
                  + " program has finished writing.");
    }
  }

  /** Slices of about ten rows. */
  private Connector slicing() throws Exception {
    execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT -49 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
            + " INSERT INTO t SELECT i, 'x' FROM n");
    return new JdbcConnector(
        Map.of(
            "shop",
            new SourceSettings(
                "shop", Optional.of(SourceType.SQLITE), Map.of("path", file().toString()))),
        key -> Optional.empty(),
        new Reading(SourceCount.AUTO, 400),
        2,
        new NoTokens());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void readsALongTableInSlicesOfItsKey(int lanes) throws Exception {
    try (Connector connector = slicing();
        Source source = connector.open(jobs().parallelism(lanes).job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);

      assertThat(splits).hasSizeGreaterThanOrEqualTo(10);
      assertThat(splits.get(1).query()).contains("\"id\" >= ").contains("\"id\" < ");
      assertThat(counts(splits)).doesNotContain(0L);
      assertThat(counts(splits).stream().mapToLong(n -> n).sum()).isEqualTo(100);
    }
  }

  private List<Long> counts(List<Split> splits) throws Exception {
    List<Long> counts = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (Split split : splits) {
        counts.add(
            statement.executeQuery("SELECT count(*) FROM (" + split.query() + ")").getLong(1));
      }
    }
    return counts;
  }

  @Test
  void goesOnWithTheSlicesThatAreMissingAsTheyAreNow() throws Exception {
    try (Connector connector = slicing();
        Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);
      String bookmark = ((Resumable) source).bookmark().orElseThrow();
      Map<Integer, Long> read = new HashMap<>();
      List<Long> counts = counts(splits);
      for (int i = 0; i < splits.size() - 1; i++) {
        read.put(i, counts.get(i));
      }
      execute("INSERT INTO t VALUES (51, 'late')", "UPDATE t SET text = 'y'");
      source.close();
      try (Source later = connector.open(jobs().job())) {
        Resumed resumed = ((Resumable) later).resume(new Earlier(survey, bookmark, read));

        assertThat(resumed).isInstanceOf(Resumed.Possible.class);
        Resumed.Possible possible = (Resumed.Possible) resumed;
        assertThat(possible.splits()).extracting(Split::index).containsExactly(splits.size() - 1);
        assertThat(possible.survey().rows()).hasValue(101);
        assertThat(possible.survey().consistency()).isEqualTo(Consistency.PER_SPLIT);
      }
    }
  }

  @Test
  void doesNotForgetThatACountDidNotAgree() throws Exception {
    try (Connector connector = slicing();
        Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      Map<Integer, Long> read = new HashMap<>();
      source.splits(survey).forEach(split -> read.put(split.index(), 1L));
      String bookmark = ((Resumable) source).bookmark().orElseThrow();

      assertThat(((Resumable) source).resume(new Earlier(survey, bookmark, read)))
          .isEqualTo(
              new Resumed.Impossible("%d rows were read, but 100 counted".formatted(read.size())));
    }
  }

  @Test
  void takesNoSqlFromABookmark() throws Exception {
    try (Connector connector = slicing();
        Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      Earlier forged = new Earlier(survey, "keys from 1,2 OR 1=1", Map.of(0, 1L));

      assertThat(((Resumable) source).resume(forged))
          .isEqualTo(new Resumed.Impossible("the table has another key now"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t2 (id INTEGER PRIMARY KEY DESC, text TEXT)",
        "CREATE TABLE t2 (id INTEGER, text TEXT)",
        "CREATE TABLE t2 (id TEXT PRIMARY KEY, text TEXT)",
        "CREATE TABLE t2 (id INTEGER, text TEXT, PRIMARY KEY (id, text))",
        "CREATE VIEW t2 AS SELECT * FROM t"
      })
  void leavesWholeWhatHasNoKeyByWhichRowsKeepTheirPlace(String table) throws Exception {
    try (Connector connector = slicing()) {
      execute(table);
      if (table.contains("TABLE")) {
        execute("INSERT INTO t2 SELECT id, text FROM t");
      }
      try (Source source = connector.open(jobs().table("t2").job())) {
        assertThat(source.splits(source.survey(Optional.empty()))).hasSize(1);
        assertThat(((Resumable) source).bookmark()).isEmpty();
      }
    }
  }

  @Test
  void saysWhyItLooksForNoLateRowsByItself() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1)");
    try (Source source = connector.open(jobs().cursor("id").job())) {
      assertThat(source.survey(Optional.empty(), Optional.empty()).late())
          .isEqualTo(
              LateRows.notLookedFor(
                  "not looked for, because SQLite writes one transaction after the other, so that none commits late"));
    }
  }

  @Test
  void readsTimesAgainInTheFormInWhichTheyAreKept() throws Exception {
    execute(
        "CREATE TABLE t (at timestamp, name text)",
        "INSERT INTO t VALUES ('2026-03-01 00:30:00', 'c'), ('2026-02-28 23:30:00', 'b'),"
            + " ('2026-02-28 23:29:59', 'a')");
    Job job = jobs().lookback("at", Lookback.of("1h", Duration.ofHours(1))).job();
    Watermark committed = new Watermark("at", CursorType.TIMESTAMP, "2026-03-01 00:30:00");
    try (Source source = connector.open(job)) {
      Survey survey = source.survey(Optional.of(committed), Optional.empty());
      assertThat(read(source, source.splits(survey).get(0)))
          .extracting(row -> row.get(1))
          .containsExactly("c", "b");
    }
  }
}
