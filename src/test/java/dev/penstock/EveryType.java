package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.SilentListener;
import dev.penstock.engine.StopSignal;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.secret.Secret;
import dev.penstock.source.Connector;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.NoTokens;
import dev.penstock.storage.Containers;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.SoftAssertions;

/**
 * Values go from a database through the whole engine, and an independent reader finds them in the
 * files.
 */
public final class EveryType {
  private EveryType() {}

  /**
   * A column.
   *
   * @param type as the source declares it
   * @param wanted in {@code column_types}; empty for the column's own type
   * @param lands as DuckDB names the type that it finds
   * @param values each a literal at the source and the text that DuckDB gives for it
   */
  public record Case(String type, String wanted, String lands, List<Value> values) {}

  public record Value(String literal, String found) {}

  public static Case column(String type, String lands, String... pairs) {
    return chosen(type, "", lands, pairs);
  }

  public static Case chosen(String type, String wanted, String lands, String... pairs) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.add(new Value(pairs[i], pairs[i + 1]));
    }
    return new Case(type, wanted, lands, values);
  }

  /** Makes the table {@code every_type} with a row for each value. */
  public static String[] statements(List<Case> cases) {
    List<String> sql = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      columns.add("c%d %s".formatted(i, cases.get(i).type()));
    }
    sql.add("CREATE TABLE every_type (id integer, " + String.join(", ", columns) + ")");
    for (int row = 0; row < rows(cases); row++) {
      int at = row;
      sql.add(
          "INSERT INTO every_type VALUES (%d, %s)"
              .formatted(
                  row,
                  cases.stream()
                      .map(c -> at < c.values().size() ? c.values().get(at).literal() : "NULL")
                      .collect(Collectors.joining(", "))));
    }
    return sql.toArray(String[]::new);
  }

  /** One row more than any column has values: it is NULL all through. */
  private static int rows(List<Case> cases) {
    return cases.stream().mapToInt(c -> c.values().size()).max().orElseThrow() + 1;
  }

  /** Makes the table in a database. */
  public static void fill(Connection connection, List<Case> cases) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements(cases)) {
        statement.execute(sql);
      }
    }
  }

  /**
   * Reads the table and compares each value.
   *
   * @param settings by the columns of the sheet Sources
   */
  public static void assertFound(
      Path home, List<Case> cases, SourceType type, Map<String, String> settings) throws Exception {
    assertFound(home, cases, type, settings, Optional.empty());
  }

  /** The same of a source with a password. */
  public static void assertFound(
      Path home, List<Case> cases, SourceType type, Map<String, String> settings, String password)
      throws Exception {
    assertFound(home, cases, type, settings, Optional.of(new Secret(password, "test")));
  }

  private static void assertFound(
      Path home,
      List<Case> cases,
      SourceType type,
      Map<String, String> settings,
      Optional<Secret> password)
      throws Exception {
    try (JdbcConnector jdbc =
        new JdbcConnector(
            Map.of("db", new SourceSettings("db", Optional.of(type), settings)),
            key -> password.filter(secret -> key.key().equals("password")),
            Settings.SourceCount.AUTO,
            1,
            new NoTokens())) {
      assertFound(home, cases, type, jdbc);
    }
  }

  /** The same through a connector that knows the source {@code db}. */
  public static void assertFound(Path home, List<Case> cases, SourceType type, Connector connector)
      throws Exception {
    RunReport report = load(home, job(type, cases), connector);
    assertThat(report.jobs()).extracting(job -> job.result().reason()).containsExactly("");
    String table = DuckDb.table(home.resolve("data/every_type"));
    List<List<String>> found = found(cases.size(), table);
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < cases.size(); i++) {
      Case c = cases.get(i);
      List<String> expected = new ArrayList<>(List.of(c.lands()));
      c.values().forEach(value -> expected.add(value.found()));
      while (expected.size() <= rows(cases)) {
        expected.add(null);
      }
      all.assertThat(found.get(i)).as(c.type()).isEqualTo(expected);
    }
    all.assertAll();
  }

  /** Of each column its type and its values in order. */
  private static List<List<String>> found(int columns, String table) throws SQLException {
    List<String> types = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<List<String>> found = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      types.add("any_value(typeof(c%d))".formatted(i));
      values.add("c%d::varchar".formatted(i));
      found.add(new ArrayList<>());
    }
    try (Connection connection = DuckDb.connect();
        Statement statement = connection.createStatement()) {
      for (String query :
          List.of(
              "select " + String.join(", ", types) + " from " + table,
              "select " + String.join(", ", values) + " from " + table + " order by id")) {
        try (ResultSet rows = statement.executeQuery(query)) {
          while (rows.next()) {
            for (int i = 0; i < columns; i++) {
              found.get(i).add(rows.getString(i + 1));
            }
          }
        }
      }
    }
    return found;
  }

  private static RunReport load(Path home, Job job, Connector connector) {
    Clock clock = Clock.systemUTC();
    try (RootAllocator allocator = new RootAllocator();
        LakeDestination lake =
            new LakeDestination(
                Containers.folders(new LocalStorage(home.resolve("data"))), Lake.OPTIONS, clock)) {
      EngineRooms rooms =
          new EngineRooms(
              new Connectors(Map.of(job.sourceType(), connector)),
              lake,
              entry -> {},
              LocalSplitExecutor::new,
              allocator,
              new LoadIds(clock),
              clock);
      return new Engine(rooms, new SilentListener(), new StopSignal())
          .run(new RunRequest(List.of(job), List.of(), 1, RunRequest.Refresh.FROM_WATERMARK));
    }
  }

  private static Job job(SourceType type, List<Case> cases) {
    Map<String, String> wanted = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      if (!cases.get(i).wanted().isEmpty()) {
        wanted.put("c" + i, cases.get(i).wanted());
      }
    }
    return new Job(
        "every_type",
        "sheet SourceConfig, row 2",
        "db",
        type,
        LoadType.FULL,
        new Extract(
            Optional.empty(),
            "every_type",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            wanted),
        new Target(
            Optional.empty(),
            Optional.empty(),
            WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(100, 1, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }
}
