package dev.penstock.source.jdbc.dialect.generic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import java.sql.Types;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of array types, as drivers give them. */
final class ArrayNameTest {
  private static DeclaredColumn array(String name) {
    return new DeclaredColumn("c", name, Types.ARRAY, 0, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER[] | list(integer)",
        "integer[] | list(integer)",
        "INTEGER[3] | list(integer)",
        "INTEGER[3][] | list(list(integer))",
        "DECIMAL(10,2)[] | list(decimal(10,2))",
        "DECIMAL(39,2)[] | list(text)",
        "NUMERIC(10, 2) ARRAY | list(decimal(10,2))",
        "NUMERIC(5) ARRAY | list(decimal(5,0))",
        "NUMERIC ARRAY | list(text)",
        "CHARACTER VARYING(10) ARRAY | list(text)",
        "VARCHAR(10) ARRAY[4] | list(text)",
        "INTEGER ARRAY ARRAY | list(list(integer))",
        "TIMESTAMP(6) WITH TIME ZONE ARRAY | list(timestamptz)",
        "TIMESTAMP(6) ARRAY | list(timestamp)",
        "DOUBLE PRECISION ARRAY | list(double)",
        "BINARY LARGE OBJECT(1K) ARRAY | list(binary)",
        "INTERVAL DAY(2) TO SECOND(6) ARRAY | list(text)",
        "ENUM('a]', 'b ARRAY')[] | list(text)",
        "JSON[] | list(json)",
        "UBIGINT[] | list(decimal(20,0))",
        "array(bigint) | list(bigint)",
        "array(array(decimal(10,2))) | list(list(decimal(10,2)))",
        "ARRAY<DATE> | list(date)",
        "STRUCT(a INTEGER[])[] | json",
        "ROW(a INTEGER ARRAY) ARRAY | json",
        "MAP(INTEGER, INTEGER)[][] | json",
        "_int4 | json",
        "ARRAY | json",
        "'' | json",
        "[] | json",
      })
  void tellsWhereTheElementsLand(String name, String lands) {
    ColumnType type =
        new GenericTypes(Moments.BY_DRIVER).plan(array(name), Optional.empty()).type();
    assertThat(type.word()).isEqualTo(lands);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIMESTAMP[3][] | CAST(%s AS VARCHAR[3][])",
        "TIMESTAMP WITH TIME ZONE[] | CAST(%s AS VARCHAR[])",
        "DATE[] | %s",
        "STRUCT(a TIMESTAMP[])[] | CAST(%s AS STRUCT(a VARCHAR[])[])",
        "STRUCT(a INTEGER)[] | %s",
      })
  void hasDuckDbWriteMoments(String name, String selected) {
    assertThat(new GenericTypes(Moments.BY_DUCKDB).plan(array(name), Optional.empty()).expression())
        .isEqualTo(selected);
    assertThat(new GenericTypes(Moments.BY_DRIVER).plan(array(name), Optional.empty()).expression())
        .isEqualTo("%s");
  }

  @Test
  void looksAtNamesOfAnyLengthWithoutGettingLost() {
    String name = "INTEGER" + "[]".repeat(50) + " ".repeat(2000) + "x";
    assertThat(ArrayName.element(array(name))).isEmpty();
  }
}
