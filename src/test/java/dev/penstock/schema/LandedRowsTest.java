package dev.penstock.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.late.Runs;
import dev.penstock.schema.Evolution.Care;
import dev.penstock.schema.Evolution.Landing;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.NestedWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LandedRowsTest {
  private final RootAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  /** A value in the text of one type, and what it is in another; a dash where it does not fit. */
  @ParameterizedTest(name = "{0} {1} as {2}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          string | 12                   | int8             | 12
          string | 128                  | int8             | -
          string | -128                 | int8             | -128
          string | 012                  | int32            | -
          string | 1e3                  | int32            | 1000
          string | 1.0                  | int32            | 1
          string | 1.5                  | int32            | -
          string | 9223372036854775807  | int64            | 9223372036854775807
          string | 9223372036854775808  | int64            | -
          string | 1.25                 | decimal(3,2)     | 1.25
          string | 1.255                | decimal(3,2)     | -
          string | 10                   | decimal(3,2)     | -
          string | 0.1                  | double           | 0.1
          string | 0.1                  | float            | -
          string | 0.5                  | float            | 0.5
          string | 1e400                | double           | -
          string | NaN                  | double           | -
          string | true                 | boolean          | true
          string | TRUE                 | boolean          | -
          string | 2026-02-28           | date             | 20512
          string | 2026-02-30           | date             | -
          string | 2026-01-02 03:04:05  | timestamp(us)    | 2026-01-02T03:04:05
          string | 2026-01-02T03:04:05Z | timestamp(us)    | -
          string | 2026-01-02           | timestamp(us)    | -
          string | 2026-01-02T03:04:05+01:00 | timestamp_tz(us) | 1767319445000000
          string | 03:04:05.000006      | time(us)         | 11045000006
          string | 03:04:05.000006      | time(ms)         | -
          string | x                    | binary           | -
          json   | {}                   | string           | {}
          int32  | 7                    | string           | 7
          int32  | 7                    | date             | -
          int32  | 16777216             | float            | 1.6777216E7
          int32  | 16777217             | float            | -
          int64  | 9007199254740993     | double           | -
          double | 2.0                  | int32            | 2
          double | 2.5                  | int32            | -
          double | NaN                  | int32            | -
          double | NaN                  | float            | NaN
          double | 0.1                  | decimal(5,2)     | -
          double | 0.25                 | decimal(5,2)     | 0.25
          date   | 19000                | timestamp(us)    | 2022-01-08T00:00
          date   | 2000000000           | timestamp(us)    | -
          date   | 19000                | string           | 2022-01-08
          date   | 19000                | timestamp_tz(us) | -
          """)
  void aValueLandsExactlyOrNotAtAll(String from, String text, String to, String expected) {
    try (FieldVector source = vector(from);
        FieldVector target = vector(to)) {
      source.allocateNew();
      target.allocateNew();
      put(source, text);
      source.setValueCount(1);
      int[] unfit = {0};
      Conversion.between(source, target).run(source, target, 1, row -> unfit[0]++);
      target.setValueCount(1);
      assertThat(unfit[0]).isEqualTo(expected.equals("-") ? 1 : 0);
      assertThat(String.valueOf(target.getObject(0)))
          .isEqualTo(expected.equals("-") ? "null" : expected);
    }
  }

  /** A JSON value in a type of the source, and what it is in the column. */
  @ParameterizedTest(name = "{0} {1} as {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          list(integer) | [1,null,3]        | list<int64>  | [1,null,3]
          list(integer) | []                | list<int64>  | []
          list(text)    | ["1","x"]         | list<int64>  | -
          list(text)    | ["1","2"]         | list<int64>  | [1,2]
          list(real)    | [0.1]             | list<double> | [0.10000000149011612]
          struct(b text, a integer) | {"b":"x","a":7} | struct<a:int64,c:string,b:string> | {"a":7,"b":"x"}
          list(struct(a integer)) | [{"a":7},null,{}] | list<struct<a:int64,c:string>> | [{"a":7},null,{}]
          list(struct(a list(text))) | [{"a":["x",null]},{"a":[]}] | list<struct<a:list<string>>> | [{"a":["x",null]},{"a":[]}]
          list(integer) | [1]               | string       | -
          list(integer) | [1]               | struct<a:int32> | -
          """)
  void listsAndStructsLandByWhatIsInThem(String from, String json, String to, String expected) {
    try (FieldVector source =
            ColumnType.parse(from).orElseThrow().field("v", Map.of()).createVector(allocator);
        FieldVector target = vector(to)) {
      source.allocateNew();
      target.allocateNew();
      NestedWriter writer = ColumnType.parse(from).orElseThrow().jsonWriter(name -> name);
      writer.attach(source);
      byte[] text = json.getBytes(UTF_8);
      for (int row : new int[] {0, 2, 3}) {
        writer.write(text, row);
      }
      source.setValueCount(4);
      List<Integer> unfit = new ArrayList<>();
      Conversion.between(source, target).run(source, target, 4, unfit::add);
      target.setValueCount(4);
      String found = expected.equals("-") ? "null" : expected;
      assertThat(unfit).isEqualTo(expected.equals("-") ? List.of(0, 2, 3) : List.of());
      for (int row = 0; row < 4; row++) {
        assertThat(String.valueOf(target.getObject(row))).isEqualTo(row == 1 ? "null" : found);
      }
    }
  }

  @Test
  void bytesFitAFixedLengthOnlyWhenTheyHaveIt() {
    try (FixedSizeBinaryVector four = (FixedSizeBinaryVector) vector("fixed_binary(4)");
        FieldVector any = vector("binary");
        FieldVector eight = vector("fixed_binary(8)")) {
      four.allocateNew();
      four.set(0, new byte[] {1, 2, 3, 4});
      four.setValueCount(1);
      any.allocateNew();
      eight.allocateNew();
      Conversion.between(four, any).run(four, any, 1, row -> assertThat(row).isNegative());
      int[] unfit = {0};
      Conversion.between(four, eight).run(four, eight, 1, row -> unfit[0]++);
      any.setValueCount(1);
      assertThat((byte[]) any.getObject(0)).containsExactly(1, 2, 3, 4);
      assertThat(unfit[0]).isEqualTo(1);
    }
  }

  @Test
  void columnsThatStayAreHandedOnWithoutACopy() {
    Schema source = new Schema(List.of(field("k", "int32"), field("b", "string")));
    List<Column> before =
        List.of(column("k", "int32"), column("a", "int32"), column("b", "string"));
    Evolution evolution =
        Evolution.of(
            Runs.job("job", "t", Runs.cursor("k"), List.of()),
            new TableSchema(1, before),
            List.of(column("k", "int32"), column("b", "string")));
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(source, allocator);
        LandedRows rows = new LandedRows("here", evolution, evolution.fields(source), List.of())) {
      batch.allocateNew();
      batch.setRowCount(3);
      VectorSchemaRoot landed = rows.land(batch);
      assertThat(landed.getVector(0)).isSameAs(batch.getVector(0));
      assertThat(landed.getVector(1).getNullCount()).isEqualTo(3);
      assertThat(landed.getVector(2)).isSameAs(batch.getVector(1));
      assertThat(rows.discards()).isEqualTo(Discards.NONE);
    }
  }

  @Test
  void aValueThatShouldHaveFittedNamesItsRowAndTheMend() {
    Landing date = new Landing(column("d", "timestamp(us)"), 0, Care.EXACT);
    Evolution evolution =
        new Evolution(
            TableSchema.NONE,
            List.of(date),
            List.of(),
            List.of(),
            List.of(),
            Evolution.Admission.GIVEN);
    Schema source = new Schema(List.of(field("d", "date"), field("k", "int32")));
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(source, allocator);
        LandedRows rows =
            new LandedRows("row 7", evolution, evolution.fields(source), List.of("K"))) {
      batch.allocateNew();
      ((DateDayVector) batch.getVector(0)).set(0, Integer.MAX_VALUE);
      ((IntVector) batch.getVector(1)).set(0, 17);
      batch.setRowCount(1);
      assertThatThrownBy(() -> rows.land(batch))
          .isInstanceOf(IngestException.class)
          .hasMessage(
              "row 7, column d: the value of the row with k=17 does not fit timestamp(us), in which the column has landed so far. Nothing was committed.\nCorrect the row, leave it out with query_filter, or write data_type=discard_value into schema_contract.");
    }
  }

  @Test
  void whatSplitsHaveLeftOutAddsUp() {
    SchemaContract contract = new SchemaContract(Mode.EVOLVE, Mode.EVOLVE, Mode.DISCARD_ROW);
    Evolution evolution =
        Evolution.of(
            Runs.job("job", "t", Runs.cursor("k"), List.of("k")).with(contract),
            new TableSchema(1, List.of(column("k", "int32"), column("a", "int32"))),
            List.of(column("k", "int32"), column("a", "string")));
    Schema source = new Schema(List.of(field("k", "int32"), field("a", "string")));
    Discards all = Discards.NONE;
    for (int split = 0; split < 2; split++) {
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source, allocator);
          LandedRows rows =
              new LandedRows("here", evolution, evolution.fields(source), List.of("k"))) {
        batch.allocateNew();
        for (int row = 0; row < 3; row++) {
          ((IntVector) batch.getVector(0)).set(row, 10 * split + row);
          ((VarCharVector) batch.getVector(1)).set(row, (row == 1 ? "5" : "x").getBytes(UTF_8));
        }
        batch.setRowCount(3);
        VectorSchemaRoot landed = rows.land(batch);
        assertThat(landed.getRowCount()).isEqualTo(1);
        assertThat(landed.getVector(1).getObject(0)).isEqualTo(5);
        all = all.plus(rows.discards());
      }
    }
    assertThat(all.rows()).isEqualTo(4);
    assertThat(all.sentences())
        .containsExactly(
            "rows left out, as their values of column a did not fit its type: 4 (data_type=discard_row); the first is of the row with k=0");
  }

  private static void put(FieldVector vector, String text) {
    if (vector instanceof VarCharVector texts) {
      texts.setSafe(0, text.getBytes(UTF_8));
    } else if (vector instanceof Float8Vector numbers) {
      numbers.setSafe(0, Double.parseDouble(text));
    } else if (vector instanceof DateDayVector days) {
      days.setSafe(0, Integer.parseInt(text));
    } else {
      assertThat(Fitting.put(vector, 0, new BigDecimal(text))).isTrue();
    }
  }

  private FieldVector vector(String type) {
    return field("x", type).createVector(allocator);
  }

  private static Field field(String name, String type) {
    return LandedType.of(type).field(name).orElseThrow();
  }

  private static Column column(String name, String type) {
    return new Column(name, name, type, type);
  }
}
