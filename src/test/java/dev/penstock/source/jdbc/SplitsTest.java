package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.Resumable;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.MysqlServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row is in one split, whatever the values, and no split is much longer than the others. */
@Timeout(120)
final class SplitsTest {
  private static final int ROWS = 3_000;

  @TempDir Path folder;

  /** A database that is there, and how to get in. */
  private enum Server {
    POSTGRES(SourceType.POSTGRESQL),
    MARIA(SourceType.MYSQL),
    SQLITE(SourceType.SQLITE);

    private final SourceType type;

    Server(SourceType type) {
      this.type = type;
    }
  }

  private Connection connect(Server server) throws SQLException {
    return switch (server) {
      case POSTGRES -> EmbeddedPg.connect();
      case MARIA -> MysqlServer.MARIADB.connect();
      case SQLITE -> DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("s.sqlite"));
    };
  }

  private void execute(Server server, String... statements) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private JdbcConnector connector(Server server) {
    Map<String, String> settings =
        switch (server) {
          case POSTGRES -> EmbeddedPg.settings();
          case MARIA -> MysqlServer.MARIADB.settings(MysqlServer.USER);
          case SQLITE -> Map.of("path", folder.resolve("s.sqlite").toString());
        };
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(server.type), settings)),
        key ->
            server == Server.MARIA && key.key().equals("password")
                ? Optional.of(new Secret(MysqlServer.PASSWORD, "test"))
                : Optional.empty(),
        new Reading(SourceCount.AUTO, 8_192),
        2,
        new NoTokens());
  }

  /** Makes a value for each row, as SQL. */
  private interface Values {
    String value(Random random, int row);
  }

  private static final Values SPARSE = (random, i) -> i < ROWS - 1 ? "" + i : "1000000000000000";
  private static final Values HEAVY =
      (random, i) -> random.nextInt(10) > 0 ? "7" : "" + (random.nextInt(2000) - 1000);
  private static final Values NUMBERS =
      (random, i) -> "" + (random.nextLong() >> random.nextInt(60));
  private static final Values MOSTLY_NULL =
      (random, i) -> random.nextInt(4) > 0 ? "NULL" : "" + random.nextInt();
  private static final Values SOME_NULL =
      (random, i) -> random.nextInt(400) == 0 ? "NULL" : "" + random.nextInt(500);
  private static final Values DECIMALS =
      (random, i) -> (random.nextInt(200) - 100) + "." + (10000 + random.nextInt(80000));
  private static final Values TEXTS =
      (random, i) -> {
        String all = "aAbBeEéÉäÄßsSzZ -_'0129\\%?";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(5); n >= 0; n--) {
          text.append(all.charAt(random.nextInt(all.length())));
        }
        return "'" + text.toString().replace("'", "''").replace("\\", "|") + "'";
      };
  private static final Values TIMES =
      (random, i) ->
          "'20%02d-0%d-1%d 23:59:5%d.%06d'"
              .formatted(
                  random.nextInt(30),
                  1 + random.nextInt(9),
                  random.nextInt(10),
                  random.nextInt(10),
                  random.nextInt(1_000_000));
  private static final Values UUIDS =
      (random, i) ->
          "'%08x-0000-4000-8000-%012x'".formatted(random.nextInt(), random.nextInt(1 << 30));

  private static Arguments of(Server server, String type, Values values, String what) {
    return Arguments.of(server, type, values, what);
  }

  static Stream<Arguments> columns() {
    List<Arguments> all = new ArrayList<>();
    for (Server server : Server.values()) {
      all.add(of(server, "bigint", SPARSE, "1 to 3000 and one far away"));
      all.add(of(server, "bigint", HEAVY, "90 percent in one value"));
      all.add(of(server, "bigint", NUMBERS, "of any length, negative too"));
      all.add(of(server, "integer", MOSTLY_NULL, "most of them NULL"));
      all.add(of(server, "integer", SOME_NULL, "hardly any NULL"));
      all.add(of(server, "decimal(20,5)", DECIMALS, "decimals"));
    }
    all.add(of(Server.POSTGRES, "text", TEXTS, "by the database's collation"));
    all.add(of(Server.POSTGRES, "text COLLATE odd", TEXTS, "a and A are equal"));
    all.add(of(Server.POSTGRES, "varchar(20) COLLATE \"C\"", TEXTS, "by bytes"));
    all.add(of(Server.POSTGRES, "timestamp", TIMES, "microseconds"));
    all.add(of(Server.POSTGRES, "timestamptz", TIMES, "instants"));
    all.add(of(Server.POSTGRES, "uuid", UUIDS, "uuid"));
    all.add(of(Server.POSTGRES, "double precision", DECIMALS, "floating"));
    all.add(
        of(
            Server.POSTGRES,
            "numeric(20,5)",
            (random, i) -> i % 50 == 0 ? "'NaN'" : DECIMALS.value(random, i),
            "NaN"));
    all.add(of(Server.MARIA, "varchar(20)", TEXTS, "a and A are equal"));
    all.add(of(Server.MARIA, "varchar(20) COLLATE utf8mb4_german2_ci", TEXTS, "\u00e4 is ae"));
    all.add(of(Server.MARIA, "varchar(20) COLLATE utf8mb4_bin", TEXTS, "by bytes"));
    all.add(of(Server.MARIA, "datetime(6)", TIMES, "microseconds"));
    all.add(of(Server.MARIA, "timestamp(6)", TIMES, "instants"));
    all.add(of(Server.MARIA, "binary(16)", UUIDS_AS_BYTES, "uuid as bytes"));
    all.add(of(Server.MARIA, "uuid", UUIDS, "uuid"));
    all.add(of(Server.SQLITE, "text COLLATE NOCASE", TEXTS, "a and A are equal"));
    all.add(
        of(
            Server.SQLITE,
            "integer",
            (random, i) -> i % 7 == 0 ? "'x" + i + "'" : "" + random.nextInt(),
            "texts among numbers"));
    all.add(of(Server.SQLITE, "timestamp", TIMES, "microseconds"));
    return all.stream();
  }

  private static final Values UUIDS_AS_BYTES =
      (random, i) -> "X'%08x0000400080000000%08x'".formatted(random.nextInt(), random.nextInt());

  @ParameterizedTest(name = "{0} {1}: {3}")
  @MethodSource("columns")
  void eachRowIsInOneSplitOfFairLength(Server server, String type, Values values, String what)
      throws Exception {
    if (server == Server.POSTGRES) {
      execute(
          server,
          "CREATE COLLATION IF NOT EXISTS odd"
              + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
    }
    fill(server, type, values);

    requireEachRowOnce(server, jobs(server).splitColumn("k"));
  }

  private static Jobs jobs(Server server) {
    return Jobs.of(server.type).table("cut");
  }

  private void fill(Server server, String type, Values values) throws SQLException {
    Random random = new Random(42);
    StringBuilder insert = new StringBuilder("INSERT INTO cut VALUES ");
    for (int i = 0; i < ROWS; i++) {
      insert.append(i == 0 ? "" : ", ");
      insert.append("(%d, %s, '%s')".formatted(i, values.value(random, i), "x".repeat(60)));
    }
    execute(
        server,
        "DROP VIEW IF EXISTS seen",
        "DROP TABLE IF EXISTS cut",
        "CREATE TABLE cut (id integer, k " + type + " NULL, pad varchar(100))",
        insert.toString());
    if (server == Server.MARIA) {
      execute(server, "ANALYZE TABLE cut");
    }
  }

  private List<Split> requireEachRowOnce(Server server, Jobs jobs) throws Exception {
    try (JdbcConnector connector = connector(server);
        Source source = connector.open(jobs.columns("id", "k").job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);
      assertThat(splits).hasSizeBetween(3, 80);
      requireEachRowOnce(server, splits);
      return splits;
    }
  }

  private void requireEachRowOnce(Server server, List<Split> splits) throws SQLException {
    Map<Integer, Integer> seen = new HashMap<>();
    long mean = ROWS / splits.size();
    try (Connection connection = connect(server)) {
      for (Split split : splits) {
        int rows = 0;
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(split.query())) {
          for (int i = 0; i < split.parameters().size(); i++) {
            statement.setString(i + 1, split.parameters().get(i));
          }
          try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
              rows++;
              seen.merge(result.getInt(1), 1, Integer::sum);
              values.add(String.valueOf(result.getString(2)).toLowerCase(java.util.Locale.ROOT));
            }
          }
        }
        boolean odd = values.stream().anyMatch(value -> value.startsWith("x") && mean > 140);
        if (rows > 2.5 * mean && !odd) {
          assertThat(values.stream().distinct().limit(3).toList())
              .as("%s has %d rows of a mean of %d", split, rows, mean)
              .hasSizeLessThan(3);
        }
      }
    }
    assertThat(seen).hasSize(ROWS);
    assertThat(seen.values()).allMatch(times -> times == 1);
  }

  @Test
  void cutsViewsAndQueriesByAColumn() throws Exception {
    for (Server server : Server.values()) {
      fill(server, "bigint", HEAVY);
      execute(server, "DROP VIEW IF EXISTS seen", "CREATE VIEW seen AS SELECT * FROM cut");
      requireEachRowOnce(server, jobs(server).table("seen").splitColumn("k"));
      requireEachRowOnce(
          server, jobs(server).query("SELECT id, k FROM cut WHERE k < 9999").splitColumn("k"));
    }
  }

  @Test
  void cutsByAKeyOfTextOrSeveralColumns() throws Exception {
    String insert = "INSERT INTO cut SELECT i, i / 900, concat('k', i %% 13), i FROM %s";
    execute(
        Server.MARIA,
        "DROP VIEW IF EXISTS seen",
        "DROP TABLE IF EXISTS cut",
        "CREATE TABLE cut (id int, k int, t varchar(9), n int, PRIMARY KEY (k, t, n))",
        insert.formatted("(SELECT seq - 1 AS i FROM seq_1_to_3000) s"),
        "ANALYZE TABLE cut");
    execute(
        Server.SQLITE,
        "DROP VIEW IF EXISTS seen",
        "DROP TABLE IF EXISTS cut",
        "CREATE TABLE cut (id int, k int, t text, n int, PRIMARY KEY (k, t, n)) WITHOUT ROWID",
        "WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < 2999)"
            + insert.formatted("s").replace("concat('k', i % 13)", "'k' || (i % 13)"));
    for (Server server : List.of(Server.MARIA, Server.SQLITE)) {
      List<Split> splits = requireEachRowOnce(server, jobs(server));
      assertThat(splits.get(1).query()).contains(" AND (").contains(" OR ");
    }
  }

  @Test
  void thePlacesOfRowsAreKeptByAPrimaryKeyAlone() throws Exception {
    execute(
        Server.POSTGRES,
        "DROP VIEW IF EXISTS seen",
        "DROP TABLE IF EXISTS cut",
        "CREATE TABLE cut (id int PRIMARY KEY, k int, pad text)",
        "INSERT INTO cut SELECT i, i, repeat('x', 60) FROM generate_series(0, 2999) i");
    assertThat(bookmark("id")).isPresent();
    assertThat(bookmark("k")).isEmpty();
  }

  private static Optional<String> bookmarkOf(Source source) {
    source.splits(source.survey(Optional.empty()));
    return ((Resumable) source).bookmark();
  }

  private Optional<String> bookmark(String column) {
    try (JdbcConnector connector = connector(Server.POSTGRES);
        Source source = connector.open(jobs(Server.POSTGRES).splitColumn(column).job())) {
      return bookmarkOf(source);
    }
  }
}
