package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.Status;
import dev.penstock.engine.RunReport;
import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.late.Runs;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.testing.EmbeddedPg;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * A column {@code v} of a PostgreSQL table {@code t} that changes between two loads.
 *
 * @param words as docs/schema.md names it
 * @param from the SQL type before
 * @param before its value, of the row with {@code k} = 1
 * @param to the SQL type afterwards; empty when the column goes
 * @param after its value, of the row with {@code k} = 2
 * @param together how both values are read in the one type that holds both; empty when none does
 * @param column the other one with {@code data_type=variant}, or when no type holds both
 * @param apart how both are read there
 */
record TypeChange(
    String words,
    String from,
    String before,
    String to,
    String after,
    List<String> together,
    String column,
    List<String> apart) {
  static final Job JOB = Runs.job("job", "t", Runs.cursor("k"), List.of("k"));
  static final Job APART =
      Runs.job("apart", "t", Runs.cursor("k"), List.of("k"))
          .with(new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.VARIANT));

  private static final String ALL =
      """
      `int16` to `int32`                 | smallint      | -32768              | int              | 2147483647                         | -32768, 2147483647                 | v__v_int          | -32768, 2147483647
      `int32` to `int64`                 | int           | -2147483648         | bigint           | 9223372036854775807                | -2147483648, 9223372036854775807   | v__v_bigint       | -2147483648, 9223372036854775807
      `int32` to `double`                | int           | 2097153             | double precision | 0.1                                | 2097153.0, 0.1                     | v__v_double       | 2097153, 0.1
      `int32` to `decimal(12,2)`         | int           | -2147483648         | numeric(12,2)    | 9999999999.99                      | -2147483648.00, 9999999999.99      | v__v_decimal_12_2 | -2147483648, 9999999999.99
      `int64` to `decimal(20,1)`         | bigint        | 9223372036854775807 | numeric(20,1)    | 0.5                                | 9223372036854775807.0, 0.5         | v__v_decimal_20_1 | 9223372036854775807, 0.5
      `int64` to `decimal(21,1)`         | bigint        | 9223372036854775807 | numeric(21,1)    | 0.5                                | 9223372036854775807.0, 0.5         | v__v_decimal_21_1 | 9223372036854775807, 0.5
      `float` to `double`                | real          | 1.5                 | double precision | 0.1                                | 1.5, 0.1                           | v__v_double       | 1.5, 0.1
      `decimal(8,2)` to `decimal(9,2)`   | numeric(8,2)  | 999999.99           | numeric(9,2)     | 9999999.99                         | 999999.99, 9999999.99              | v__v_decimal_9_2  | 999999.99, 9999999.99
      `decimal(8,2)` to `decimal(12,2)`  | numeric(8,2)  | -999999.99          | numeric(12,2)    | 9999999999.99                      | -999999.99, 9999999999.99          | v__v_decimal_12_2 | -999999.99, 9999999999.99
      `decimal(10,2)` to `decimal(12,2)` | numeric(10,2) | 12345678.99         | numeric(12,2)    | -9999999999.99                     | 12345678.99, -9999999999.99        | v__v_decimal_12_2 | 12345678.99, -9999999999.99
      `decimal(12,2)` to `decimal(20,2)` | numeric(12,2) | 9999999999.99       | numeric(20,2)    | 999999999999999999.99              | 9999999999.99, 999999999999999999.99 | v__v_decimal_20_2 | 9999999999.99, 999999999999999999.99
      `decimal(20,2)` to `decimal(38,2)` | numeric(20,2) | -0.01               | numeric(38,2)    | 123456789012345678901234567890123456.78 | -0.01, 123456789012345678901234567890123456.78 | v__v_decimal_38_2 | -0.01, 123456789012345678901234567890123456.78
      `decimal(10,2)` and `decimal(10,4)` | numeric(10,2) | 12345678.99         | numeric(10,4)    | 123456.7891                        | 12345678.9900, 123456.7891         | v__v_decimal_10_4 | 12345678.99, 123456.7891
      `date` to `timestamp`              | date          | '2026-01-02'        | timestamp        | '2026-01-02 03:04:05.000006'       | 2026-01-02 00:00:00, 2026-01-02 03:04:05.000006 | v__v_timestamp    | 2026-01-02, 2026-01-02 03:04:05.000006
      `int32` to `string`                | int           | 7                   | text             | 'seven'                            | -                                  | v__v_text         | 7, seven
      `json` to `string`                 | jsonb         | '[1]'               | text             | 'one'                              | -                                  | v__v_text         | [1], one
      `list<int32>` to `list<int64>`     | int[]         | '{7}'               | bigint[]         | '{9223372036854775807, 8}'         | [7], [9223372036854775807, 8]      | v__v_list_bigint  | [7], [9223372036854775807, 8]
      """;

  static List<TypeChange> all() {
    return ALL.lines().map(TypeChange::parse).toList();
  }

  private static TypeChange parse(String line) {
    List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    return new TypeChange(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        texts(cells.get(5)),
        cells.get(6),
        texts(cells.get(7)));
  }

  /** A comma inside of a list stands before a digit as well, so the first outside of brackets. */
  private static List<String> texts(String cell) {
    return cell.equals("-") ? List.of() : List.of(cell.split(", (?![^\\[]*\\])", 2));
  }

  @Override
  public String toString() {
    return words;
  }

  /** By both jobs: loads the row of before, lets the column change, loads that of afterwards. */
  void load(Path root) throws SQLException {
    try (Runs runs = new Runs(root, EmbeddedPg.USER)) {
      load(runs);
      List<Column> before = runs.log(APART).get(0).schema().columns();
      assertThat(runs.log(APART).get(1).schema().columns())
          .extracting(Column::type)
          .startsWith(before.stream().map(Column::type).toArray(String[]::new));
    }
  }

  private void load(Runs runs) throws SQLException {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (k bigint, v %s)".formatted(from),
        "INSERT INTO t VALUES (1, %s)".formatted(before));
    requireLoaded(runs.run(JOB, APART));
    EmbeddedPg.execute(
        "DELETE FROM t",
        "ALTER TABLE t ALTER v TYPE %s USING NULL".formatted(to),
        "INSERT INTO t VALUES (2, %s)".formatted(after));
    requireLoaded(runs.run(JOB, APART));
  }

  static void requireLoaded(RunReport report) {
    assertThat(report.jobs())
        .allSatisfy(
            job ->
                assertThat(job.result().status())
                    .as(job.result().reason())
                    .isEqualTo(Status.SUCCESS));
  }

  /** Whether a job puts both values in two columns. */
  boolean isParted(Job job) {
    return job.id().equals(APART.id()) || together.isEmpty();
  }

  /** What is to be selected, in the SQL of every reader, so that a value is its text. */
  String selected(Job job) {
    return isParted(job)
        ? "k, cast(v as string), cast(%s as string)".formatted(column)
        : "k, cast(v as string)";
  }

  /** What selects it, each row as texts joined by {@code |}. */
  List<String> rows(Job job) {
    return isParted(job)
        ? List.of("1|%s|null".formatted(apart.get(0)), "2|null|" + apart.get(1))
        : List.of("1|" + together.get(0), "2|" + together.get(1));
  }
}
