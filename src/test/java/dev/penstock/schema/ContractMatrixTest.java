package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Job;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.job.WriteDisposition;
import dev.penstock.late.Runs;
import dev.penstock.schema.Evolution.Admission;
import dev.penstock.schema.Evolution.Care;
import dev.penstock.schema.Evolution.Landing;
import dev.penstock.schema.Evolution.Verdict;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.schema.TableSchema.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each change of the columns under each mode of the contract. */
final class ContractMatrixTest {
  private static final TableSchema BEFORE =
      new TableSchema(4, List.of(column("k int64"), column("a int32"), column("b string")));

  /**
   * A landing is name, type, where it comes from at the source, and what is done with its values
   * when they do not land as they come; a guard is the position of a column that keeps rows out.
   */
  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          append  | EVOLVE        | EVOLVE        | nothing  | 4 | k int64 0, a int32 1, b string 2
          append  | FREEZE        | FREEZE        | nothing  | 4 | k int64 0, a int32 1, b string 2
          append  | DISCARD_ROW   | DISCARD_ROW   | nothing  | 4 | k int64 0, a int32 1, b string 2
          append  | DISCARD_VALUE | DISCARD_VALUE | nothing  | 4 | k int64 0, a int32 1, b string 2
          replace | EVOLVE        | EVOLVE        | nothing  | 4 | k int64 0, a int32 1, b string 2
          append  | EVOLVE        | FREEZE        | new      | 5 | k int64 0, a int32 1, b string 3, c date 2
          append  | FREEZE        | EVOLVE        | new      | refused | -
          append  | DISCARD_ROW   | EVOLVE        | new      | 4 | k int64 0, a int32 1, b string 3, guard 2
          append  | DISCARD_VALUE | EVOLVE        | new      | 4 | k int64 0, a int32 1, b string 3
          replace | EVOLVE        | EVOLVE        | new      | 5 | k int64 0, a int32 1, c date 2, b string 3
          replace | FREEZE        | EVOLVE        | new      | refused | -
          append  | EVOLVE        | FREEZE        | gone     | 5 | k int64 0, a int32 EMPTY, b string 1
          append  | FREEZE        | EVOLVE        | gone     | refused | -
          append  | DISCARD_ROW   | EVOLVE        | gone     | 5 | k int64 0, a int32 EMPTY, b string 1
          append  | DISCARD_VALUE | EVOLVE        | gone     | 5 | k int64 0, a int32 EMPTY, b string 1
          replace | EVOLVE        | EVOLVE        | gone     | 5 | k int64 0, b string 1
          replace | DISCARD_VALUE | EVOLVE        | gone     | 5 | k int64 0, a int32 EMPTY, b string 1
          append  | FREEZE        | EVOLVE        | widened  | 5 | k int64 0, a int64 1, b string 2
          append  | EVOLVE        | FREEZE        | widened  | refused | -
          append  | EVOLVE        | DISCARD_ROW   | widened  | 4 | k int64 0, a int32 1 FIT_OR_NO_ROW, b string 2
          append  | EVOLVE        | DISCARD_VALUE | widened  | 4 | k int64 0, a int32 1 FIT_OR_NULL, b string 2
          append  | FREEZE        | VARIANT       | widened  | 5 | k int64 0, a int32 EMPTY, b string 2, a__v_bigint int64 1
          replace | EVOLVE        | VARIANT       | widened  | 5 | k int64 0, a int64 1, b string 2
          replace | EVOLVE        | EVOLVE        | widened  | 5 | k int64 0, a int64 1, b string 2
          append  | FREEZE        | EVOLVE        | narrowed | 5 | k int64 0 EXACT, a int32 1, b string 2
          append  | FREEZE        | FREEZE        | narrowed | 5 | k int64 0 EXACT, a int32 1, b string 2
          append  | FREEZE        | DISCARD_ROW   | narrowed | 5 | k int64 0 EXACT, a int32 1, b string 2
          append  | FREEZE        | VARIANT       | narrowed | 5 | k int64 0 EXACT, a int32 1, b string 2
          append  | FREEZE        | DISCARD_VALUE | narrowed | 5 | k int64 0 EXACT, a int32 1, b string 2
          replace | EVOLVE        | EVOLVE        | narrowed | 5 | k int16 0, a int32 1, b string 2
          replace | EVOLVE        | DISCARD_VALUE | narrowed | 5 | k int64 0 EXACT, a int32 1, b string 2
          append  | FREEZE        | EVOLVE        | other    | 5 | k int64 0, a int32 EMPTY, b string 2, a__v_text string 1
          append  | FREEZE        | VARIANT       | other    | 5 | k int64 0, a int32 EMPTY, b string 2, a__v_text string 1
          append  | EVOLVE        | FREEZE        | other    | refused | -
          append  | EVOLVE        | DISCARD_ROW   | other    | 4 | k int64 0, a int32 1 FIT_OR_NO_ROW, b string 2
          append  | EVOLVE        | DISCARD_VALUE | other    | 4 | k int64 0, a int32 1 FIT_OR_NULL, b string 2
          replace | EVOLVE        | EVOLVE        | other    | 5 | k int64 0, a string 1, b string 2
          append  | EVOLVE        | FREEZE        | renamed  | 5 | k int64 0, a int32 EMPTY, b string 2, c int32 1
          append  | FREEZE        | EVOLVE        | renamed  | refused | -
          append  | DISCARD_ROW   | EVOLVE        | renamed  | 5 | k int64 0, a int32 EMPTY, b string 2, guard 1
          append  | DISCARD_VALUE | EVOLVE        | renamed  | 5 | k int64 0, a int32 EMPTY, b string 2
          append  | FREEZE        | FREEZE        | order    | 4 | k int64 2, a int32 1, b string 0
          replace | EVOLVE        | EVOLVE        | order    | 5 | b string 0, a int32 1, k int64 2
          append  | FREEZE        | FREEZE        | case     | 4 | k int64 0, a int32 1, b string 2
          """)
  void aChangeHasADefinedEffect(
      String disposition, Mode columns, Mode types, String change, String version, String landed) {
    Job job = job(disposition, new SchemaContract(Mode.FREEZE, columns, types));
    Evolution evolution = Evolution.of(job, BEFORE, changed(change));
    if (version.equals("refused")) {
      assertThat(evolution.admission().verdict()).isEqualTo(Verdict.REFUSED);
      assertThat(evolution.admission().reason())
          .contains("sheet SourceConfig, row 7, column schema_contract", "version 4", "=freeze");
      return;
    }
    assertThat(evolution.admission().verdict()).isEqualTo(Verdict.ADMITTED);
    assertThat(described(evolution)).isEqualTo(landed);
    assertThat(evolution.schema().version()).isEqualTo(Integer.parseInt(version));
    boolean silent = List.of("nothing", "order", "case").contains(change);
    assertThat(evolution.sentences().isEmpty()).isEqualTo(silent);
    List<Column> seenAgain = evolution.schema().columns();
    assertThat(Evolution.of(job, evolution.schema(), changed(change)).schema().columns())
        .as("the same source again changes nothing")
        .isEqualTo(seenAgain);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VARIANT")
  void aNewTableIsLetInByItsOwnMode(Mode mode) {
    Job job = job("append", new SchemaContract(mode, Mode.FREEZE, Mode.FREEZE));
    Evolution evolution = Evolution.of(job, TableSchema.NONE, BEFORE.columns());
    assertThat(evolution.admission().verdict())
        .isEqualTo(
            switch (mode) {
              case EVOLVE -> Verdict.ADMITTED;
              case FREEZE -> Verdict.REFUSED;
              case DISCARD_ROW, DISCARD_VALUE, VARIANT -> Verdict.SKIPPED;
            });
    assertThat(evolution.schema()).isEqualTo(new TableSchema(1, BEFORE.columns()));
    assertThat(evolution.isPlain(3)).isTrue();
  }

  @Test
  void aColumnOfAKindThatNothingElseCanMakeIsLeftOutOfFilesOnceItIsGone() {
    TableSchema before = new TableSchema(1, List.of(column("k int64"), column("l list<uint8>")));
    Evolution evolution =
        Evolution.of(job("append", SchemaContract.EVOLVE), before, List.of(column("k int64")));
    assertThat(described(evolution)).isEqualTo("k int64 0");
    assertThat(evolution.schema().columns()).hasSize(2);
  }

  @Test
  void listsAreWrittenAsNullOnceTheyAreGone() {
    TableSchema before = new TableSchema(1, List.of(column("k int64"), column("l list<int32>")));
    Evolution evolution =
        Evolution.of(job("append", SchemaContract.EVOLVE), before, List.of(column("k int64")));
    assertThat(described(evolution)).isEqualTo("k int64 0, l list<int32> EMPTY");
  }

  @Test
  void listsGrowWhereTheyCanAndLandInColumnsOfTheirOwnWhereTheyCannot() {
    Job job = job("append", SchemaContract.EVOLVE);
    TableSchema table = TableSchema.NONE;
    List<String> landed = new ArrayList<>();
    for (String type :
        List.of(
            "list<struct<a:int64>>",
            "list<struct<a:int64,b:int64>>",
            "list<struct<a:string,b:int64>>",
            "list<struct<a:string,b:string>>",
            "json",
            "list<struct<b:int64>>")) {
      Evolution evolution = Evolution.of(job, table, List.of(column("l " + type)));
      evolution.landings().stream()
          .filter(landing -> landing.from() == 0)
          .map(Landing::column)
          .forEach(column -> landed.add(column.name() + " " + column.type()));
      table = evolution.schema();
    }
    assertThat(landed)
        .containsExactly(
            "l list<struct<a:int64>>",
            "l list<struct<a:int64,b:int64>>",
            "l__v_list_struct list<struct<a:string,b:int64>>",
            "l__v_list_struct_2 list<struct<a:string,b:string>>",
            "l__v_json json",
            "l list<struct<a:int64,b:int64>>");
  }

  @Test
  void everyTypeThatAColumnHadIsGoneBackTo() {
    Job job = job("append", SchemaContract.EVOLVE);
    TableSchema table = BEFORE;
    List<String> types = List.of("string", "date", "int64", "timestamp_tz(us)", "json", "int32");
    List<String> landed = new ArrayList<>();
    for (String type : types) {
      List<Column> source = List.of(column("k int64"), column("a " + type), column("b string"));
      Evolution evolution = Evolution.of(job, table, source);
      evolution.landings().stream()
          .filter(landing -> landing.from() == 1)
          .forEach(landing -> landed.add(landing.column().name()));
      table = evolution.schema();
    }
    assertThat(landed)
        .containsExactly("a__v_text", "a__v_date", "a", "a__v_timestamptz", "a__v_text", "a");
    assertThat(table.version()).isEqualTo(10);
  }

  /** Each type that a column has had keeps its column, whatever comes in between. */
  @Test
  void typesThatAreKeptApartHaveEachAColumnThatNeverChanges() {
    Job job = job("append", new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.VARIANT));
    TableSchema table = BEFORE;
    List<String> landed = new ArrayList<>();
    Map<String, String> forEver = new HashMap<>();
    for (String type :
        List.of(
            "int64",
            "decimal(20,0)",
            "decimal(20,2)",
            "int16",
            "double",
            "float",
            "string",
            "json",
            "int64",
            "list<struct<a:int32>>",
            "list<struct<a:int32,b:list<date>>>",
            "list<struct<b:list<date>,c:int32>>",
            "list<struct<a:int64>>",
            "list<int32>",
            "list<int64>",
            "time(ms)",
            "timestamp(us)",
            "fixed_binary(4)",
            "binary")) {
      List<Column> source = List.of(column("k int64"), column("a " + type), column("b string"));
      Evolution evolution = Evolution.of(job, table, source);
      assertThat(evolution.admission().verdict()).isEqualTo(Verdict.ADMITTED);
      evolution.landings().stream()
          .filter(landing -> landing.from() == 1)
          .forEach(landing -> landed.add(landing.column().name()));
      table = evolution.schema();
      for (Column column : table.columns()) {
        String was = forEver.put(column.name(), column.type());
        assertThat(was == null || LandedType.of(was).growsTo(LandedType.of(column.type())))
            .as("%s was %s", column, was)
            .isTrue();
      }
    }
    assertThat(landed)
        .containsExactly(
            "a__v_bigint",
            "a__v_decimal_20_0",
            "a__v_decimal_20_2",
            "a",
            "a__v_double",
            "a__v_double",
            "a__v_text",
            "a__v_text",
            "a__v_bigint",
            "a__v_list_struct",
            "a__v_list_struct",
            "a__v_list_struct",
            "a__v_list_struct_2",
            "a__v_list_int",
            "a__v_list_bigint",
            "a__v_time_ms",
            "a__v_timestamp",
            "a__v_binary_4",
            "a__v_binary");
  }

  @ParameterizedTest
  @CsvSource({"int32, int64", "int32, string", "date, timestamp(us)"})
  void aKeyIsNotKeptApart(String was, String is) {
    SchemaContract contract = new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.VARIANT);
    TableSchema before = new TableSchema(4, List.of(column("k " + was), column("b string")));
    List<Column> source = List.of(column("k " + is), column("b string"));
    Evolution evolution = Evolution.of(job("append", contract), before, source);
    assertThat(evolution.admission())
        .isEqualTo(
            new Admission(
                Verdict.REFUSED,
                """
                sheet SourceConfig, row 7, column schema_contract: 'tables=evolve, columns=evolve, data_type=variant' does not allow what changed in t since version 4 of its schema:
                  column k is %s (db %s at the source), and was %s (db %s); data_type=variant would part its values in two columns, and it is by this column (primary_key, watermark_column) that rows are known
                Nothing was committed. Change it back at the source; or, to take it over, load the table anew with run --full-refresh --job job."""
                    .formatted(is, is, was, was)));
    assertThat(Evolution.of(job("replace", contract), before, source).schema().columns())
        .isEqualTo(source);
    Evolution back =
        Evolution.of(job("append", contract), new TableSchema(1, source), before.columns());
    assertThat(back.admission().verdict())
        .isEqualTo(is.equals("string") ? Verdict.REFUSED : Verdict.ADMITTED);
  }

  @Test
  void aColumnWhoseNameAVariantWouldTakeStopsTheJob() {
    TableSchema before = new TableSchema(1, List.of(column("a int32")));
    List<Column> source = List.of(column("a string"), column("a__v_text date"));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Evolution.of(job("append", SchemaContract.EVOLVE), before, source)))
        .hasMessageContaining("would both be named 'a__v_text'");
  }

  private static List<Column> changed(String change) {
    List<String> words =
        switch (change) {
          case "nothing" -> List.of("k int64", "a int32", "b string");
          case "new" -> List.of("k int64", "a int32", "c date", "b string");
          case "gone" -> List.of("k int64", "b string");
          case "widened" -> List.of("k int64", "a int64", "b string");
          case "narrowed" -> List.of("k int16", "a int32", "b string");
          case "other" -> List.of("k int64", "a string", "b string");
          case "renamed" -> List.of("k int64", "c int32", "b string");
          case "order" -> List.of("b string", "a int32", "k int64");
          case "case" -> List.of("K int64", "A int32", "B string");
          default -> throw new IllegalArgumentException(change);
        };
    return words.stream().map(ContractMatrixTest::column).toList();
  }

  private static Column column(String text) {
    List<String> words = List.of(text.split(" ", 2));
    // The spelling at the source is not what this is about.
    String source = words.get(0).toLowerCase(java.util.Locale.ROOT);
    return new Column(words.get(0), source, "db " + words.get(1), words.get(1), Presence.DELIVERED);
  }

  private static Job job(String disposition, SchemaContract contract) {
    Job job = Runs.job("job", "t", Runs.cursor("k"), List.of("k")).with(contract);
    return disposition.equals("replace") ? job.with(WriteDisposition.REPLACE) : job;
  }

  private static String described(Evolution evolution) {
    List<String> parts = new ArrayList<>();
    evolution.landings().forEach(landing -> parts.add(described(landing)));
    evolution.guards().forEach(guard -> parts.add("guard " + guard));
    return parts.stream().collect(Collectors.joining(", "));
  }

  private static String described(Landing landing) {
    String column = landing.column().name() + " " + landing.column().type();
    return switch (landing.care()) {
      case AS_IS -> column + " " + landing.from();
      case EMPTY -> column + " " + Care.EMPTY;
      case EXACT, FIT_OR_NULL, FIT_OR_NO_ROW ->
          column + " " + landing.from() + " " + landing.care();
    };
  }
}
