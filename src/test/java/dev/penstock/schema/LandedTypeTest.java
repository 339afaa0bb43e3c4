package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.parquet.ParquetTypes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LandedTypeTest {
  private static final List<String> WORDS =
      List.of(
          "int8",
          "int16",
          "int32",
          "int64",
          "float",
          "double",
          "decimal(5,2)",
          "decimal(20,0)",
          "decimal(38,37)",
          "boolean",
          "string",
          "json",
          "binary",
          "fixed_binary(4)",
          "fixed_binary(8)",
          "date",
          "time(ms)",
          "time(us)",
          "time(ns)",
          "timestamp(ms)",
          "timestamp(us)",
          "timestamp(ns)",
          "timestamp_tz(us)",
          "timestamp_tz(ns)",
          "list<int32>",
          "list<int64>",
          "struct<a:int32>",
          "list<struct<a:decimal(5,2),\"b \"\"c\"\",:\":list<json>>>");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int16         | int64           | int64
          int16         | float           | float
          int32         | float           | double
          int32         | double          | double
          int64         | double          | none
          int32         | decimal(12,2)   | decimal(12,2)
          int32         | decimal(6,2)    | decimal(12,2)
          int64         | decimal(38,20)  | none
          int64         | decimal(38,19)  | decimal(38,19)
          decimal(10,2) | decimal(12,2)   | decimal(12,2)
          decimal(10,2) | decimal(10,4)   | decimal(12,4)
          decimal(38,2) | decimal(10,4)   | none
          decimal(5,2)  | double          | none
          float         | double          | double
          string        | json            | string
          int32         | string          | none
          boolean       | int8            | none
          date          | timestamp(us)   | timestamp(us)
          date          | timestamp(ns)   | none
          date          | timestamp_tz(us)| none
          timestamp(us) | timestamp_tz(us)| none
          timestamp(ms) | timestamp(us)   | timestamp(us)
          timestamp(us) | timestamp(ns)   | none
          time(ms)      | time(ns)        | time(ns)
          binary        | fixed_binary(4) | binary
          fixed_binary(4)|fixed_binary(8) | binary
          list<int32>   | list<int32>     | list<int32>
          list<int32>   | list<int64>     | list<int64>
          list<int64>   | list<double>    | none
          list<int64>   | list<string>    | none
          list<string>  | json            | none
          list<list<date>> | list<list<timestamp(us)>> | list<list<timestamp(us)>>
          list<struct<a:int32,"b,<c":string>> | list<struct<a:int64,"b,<c":json>> | list<struct<a:int64,"b,<c":string>>
          struct<a:int32,b:string> | struct<a:int32,b:date> | none
          """)
  void twoTypesMeetInTheNarrowestThatHoldsAllValuesOfBoth(String one, String other, String both) {
    Optional<String> expected = Optional.of(both).filter(word -> !word.equals("none"));
    assertThat(join(one, other)).isEqualTo(expected);
    assertThat(join(other, one)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          struct<a:int32>       | struct<b:int32,a:int64> | struct<a:int64,b:int32>
          struct<Id:int32>      | struct<id:int32>        | struct<Id:int32>
          list<struct<a:int32>> | list<struct<a:int32,b:list<string>>> | list<struct<a:int32,b:list<string>>>
          """)
  void membersOfTheOtherComeLast(String one, String other, String both) {
    assertThat(join(one, other)).hasValue(both);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          json                | string                | none
          string              | json                  | string
          list<json>          | list<string>          | none
          struct<a:json>      | struct<a:string>      | none
          struct<a:json>      | struct<a:json,b:json> | struct<a:json,b:json>
          list<string>        | list<json>            | list<string>
          int32               | int64                 | int64
          """)
  void jsonInFilesIsNotReadTogetherWithTexts(String was, String offered, String wide) {
    assertThat(
            LandedType.of(was).widen(LandedType.of(offered)).map(LandedType::word).orElse("none"))
        .isEqualTo(wide);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list<struct<a:int32>> | list<struct<a:int32,b:list<date>>> | true
          list<struct<a:int32>> | list<struct<a:int64,b:list<date>>> | false
          struct<a:struct<b:date>> | struct<a:struct<b:date,c:json>> | true
          list<int32>           | list<int64>                        | false
          list<int32>           | list<int32>                        | true
          int32                 | int64                              | false
          decimal(8,2)          | decimal(9,2)                       | false
          """)
  void onlyStructsGrow(String was, String wide, boolean grows) {
    assertThat(LandedType.of(was).growsTo(LandedType.of(wide))).isEqualTo(grows);
  }

  @Test
  void whatTwoTypesMeetInHoldsBothOfThem() {
    for (String one : WORDS) {
      for (String other : WORDS) {
        join(one, other)
            .ifPresent(
                both -> {
                  assertThat(join(both, one)).hasValue(both);
                  assertThat(join(both, other)).hasValue(both);
                });
      }
    }
  }

  @Test
  void aColumnOfEachTypeCanBeMadeOfItsWord() {
    for (String word : WORDS) {
      assertThat(ParquetTypes.word(LandedType.of(word).field("x").orElseThrow())).isEqualTo(word);
    }
    assertThat(LandedType.of("list<uint8>").field("x")).isEmpty();
  }

  private static Optional<String> join(String one, String other) {
    return LandedType.of(one).join(LandedType.of(other)).map(LandedType::word);
  }
}
