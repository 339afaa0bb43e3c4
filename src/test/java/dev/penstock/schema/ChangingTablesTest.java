package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.engine.JobResult;
import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.late.Runs;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.EmbeddedPg;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** A table that is altered at random between loads: every value stays readable as it was. */
final class ChangingTablesTest {
  private static final Job JOB = Runs.job("job", "t", Runs.cursor("k"), List.of("k"));
  private static final SchemaContract APART =
      new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.VARIANT);

  /** Types with values that are hard for one of their neighbours. */
  private static final Map<String, List<String>> TYPES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("smallint", List.of("-32768", "32767", "0")),
              Map.entry("int", List.of("2147483647", "-2147483648", "16777217")),
              Map.entry("bigint", List.of("9223372036854775807", "9007199254740993")),
              Map.entry("numeric(8,2)", List.of("999999.99", "-0.01")),
              Map.entry("numeric(12,4)", List.of("99999999.9999", "0.0001")),
              Map.entry("numeric(38,20)", List.of("123456789012345678.12345678901234567890")),
              Map.entry("real", List.of("1.5", "-16777216")),
              Map.entry("double precision", List.of("0.1", "1.7976931348623157e308")),
              Map.entry("text", List.of("''", "'12'", "'ß '", "'{}'")),
              Map.entry("jsonb", List.of("'{\"a\": 1}'", "'[]'")),
              Map.entry("date", List.of("'0001-01-01'", "'9999-12-31'")),
              Map.entry("timestamp", List.of("'2026-01-02 03:04:05.000006'", "'1999-12-31'")),
              Map.entry("time", List.of("'23:59:59.999999'")),
              Map.entry("boolean", List.of("true", "false"))));

  /** What happens to the table before the next load. */
  private record Step(String what, String column, String type, int value) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(5, "type"), Tuple.of(2, "drop"), Tuple.of(2, "add"), Tuple.of(1, "none")),
            Arbitraries.of("a", "b", "c"),
            Arbitraries.of(TYPES.keySet()),
            Arbitraries.integers().between(0, 11))
        .as(Step::new)
        .list()
        .ofMinSize(4)
        .ofMaxSize(7);
  }

  @Provide
  Arbitrary<SchemaContract> contracts() {
    return Arbitraries.of(SchemaContract.EVOLVE, APART);
  }

  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  void everyValueStaysReadable(
      @ForAll("steps") List<Step> steps, @ForAll("contracts") SchemaContract contract)
      throws Exception {
    Job job = JOB.with(contract);
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "CREATE TABLE t (k int, a int, b text)");
    Map<String, String> types = new LinkedHashMap<>(Map.of("a", "int", "b", "text"));
    Map<Integer, Map<String, String>> expected = new TreeMap<>();
    Path root = Files.createTempDirectory("changing");
    try (Runs runs = new Runs(root, EmbeddedPg.USER)) {
      int key = 0;
      for (Step step : steps) {
        change(step, types);
        insert(++key, step, types);
        expected.put(key, atSource(key, types));
        JobResult result = runs.run(job).jobs().get(0).result();
        assertThat(result.status()).as(result.reason()).isEqualTo(Status.SUCCESS);
        EmbeddedPg.execute("DELETE FROM t");
      }
      List<Column> columns = runs.log(job).get(steps.size() - 1).schema().columns();
      requireReadable(columns, inLake(root, columns), expected);
    }
  }

  private static void change(Step step, Map<String, String> types) throws SQLException {
    boolean there = types.containsKey(step.column());
    switch (step.what()) {
      case "type" -> {
        if (there) {
          EmbeddedPg.execute(
              "ALTER TABLE t ALTER %s TYPE %s USING NULL::%s"
                  .formatted(step.column(), step.type(), step.type()));
          types.put(step.column(), step.type());
        }
      }
      case "drop" -> {
        if (there) {
          EmbeddedPg.execute("ALTER TABLE t DROP " + step.column());
          types.remove(step.column());
        }
      }
      case "add" -> {
        if (!there) {
          EmbeddedPg.execute("ALTER TABLE t ADD " + step.column() + " " + step.type());
          types.put(step.column(), step.type());
        }
      }
      default -> {
        // The table stays as it is.
      }
    }
  }

  private static void insert(int key, Step step, Map<String, String> types) throws SQLException {
    List<String> names = new ArrayList<>(List.of("k"));
    List<String> values = new ArrayList<>(List.of(Integer.toString(key)));
    types.forEach(
        (name, type) -> {
          names.add(name);
          List<String> some = TYPES.get(type);
          values.add(some.get((step.value() + name.charAt(0)) % some.size()));
        });
    EmbeddedPg.execute(
        "INSERT INTO t (%s) VALUES (%s)"
            .formatted(String.join(", ", names), String.join(", ", values)));
  }

  private static Map<String, String> atSource(int key, Map<String, String> types)
      throws SQLException {
    Map<String, String> values = new TreeMap<>();
    try (Connection connection = EmbeddedPg.connect();
        Statement statement = connection.createStatement()) {
      for (String name : types.keySet()) {
        try (ResultSet row =
            statement.executeQuery("SELECT %s::text FROM t WHERE k = %d".formatted(name, key))) {
          row.next();
          values.put(name, row.getString(1));
        }
      }
    }
    return values;
  }

  /** By key, the values of all columns. */
  private static Map<Integer, Map<String, String>> inLake(Path root, List<Column> columns)
      throws SQLException {
    List<String> names = columns.stream().map(Column::name).toList();
    String all = names.stream().map(name -> name + "::varchar").collect(Collectors.joining(", "));
    Map<Integer, Map<String, String>> rows = new TreeMap<>();
    try (Connection connection = DuckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select k, %s from read_parquet('%s/job/t/**/*.parquet', union_by_name = true)"
                    .formatted(all, root))) {
      while (row.next()) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
          values.put(names.get(i), String.valueOf(row.getString(i + 2)));
        }
        rows.put(row.getInt(1), values);
      }
    }
    return rows;
  }

  /** One value among all columns that belong to one of the source, and none where it had none. */
  private static void requireReadable(
      List<Column> columns,
      Map<Integer, Map<String, String>> lake,
      Map<Integer, Map<String, String>> source) {
    assertThat(lake.keySet()).isEqualTo(source.keySet());
    List<String> names = columns.stream().map(Column::name).toList();
    for (String base : List.of("a", "b", "c")) {
      List<String> siblings =
          names.stream().filter(n -> n.equals(base) || n.startsWith(base + "__v_")).toList();
      source.forEach(
          (key, values) ->
              assertThat(
                      siblings.stream()
                          .map(lake.get(key)::get)
                          .filter(value -> !value.equals("null"))
                          .map(ChangingTablesTest::plain))
                  .as("row %d of %s among %s", key, base, siblings)
                  .containsExactlyElementsOf(
                      values.containsKey(base) ? List.of(plain(values.get(base))) : List.of()));
    }
  }

  /** Numbers without the zeros at their ends, midnights as their days. */
  private static String plain(String value) {
    try {
      return new BigDecimal(value).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return value.endsWith(" 00:00:00") ? value.substring(0, value.length() - 9) : value;
    }
  }
}
