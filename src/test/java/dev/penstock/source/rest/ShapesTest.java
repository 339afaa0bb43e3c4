package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where records are in an answer, and what columns become of them. */
final class ShapesTest {
  private static final String WHERE = "sheet SourceConfig, row 7, source crm: GET ";

  private static Run read(String json) {
    return read(json, Endpoints.at("/v1/a"));
  }

  private static Run read(String json, Endpoints endpoints) {
    try (ApiServer server = new ApiServer(asked -> Reply.json(json))) {
      return Loaded.from(server).run(endpoints.with(ApiSetting.PAGINATION_TYPE, "single_page"));
    }
  }

  private static void fails(String json, Endpoints endpoints, String message) {
    try (ApiServer server = new ApiServer(asked -> Reply.json(json))) {
      Loaded.from(server)
          .fails(
              endpoints.with(ApiSetting.PAGINATION_TYPE, "single_page"),
              ErrorCode.SOURCE_REFUSED,
              WHERE + server.url() + "/v1/a, page 1: " + message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{"id": 1}, {"id": 2}]                            | $
          {"data": [{"id": 1}, {"id": 2}], "n": [{"a": 1}]} | data
          {"total": 2, "orders": [{"id": 1}, {"id": 2}]}    | orders
          {"meta": {}, "response": {"items": [{"id": 1}, {"id": 2}]}} | response.items
          {"a": {"id": 1}, "b": {"id": 2}}                  | $.*
          """)
  void findsTheRecordsByItself(String json, String path) {
    Run run = read(json);
    assertThat(run.column("id")).containsExactly(1L, 2L);
    assertThat(run.splits().get(0).query()).contains("records at " + path + " (found)");
  }

  @Test
  void readsAMapOfObjectsAndASingleObjectAndScalars() {
    Run map = read("{\"bitcoin\": {\"usd\": 1.5}, \"ether\": {\"usd\": 2}}");
    assertThat(map.column("_key")).containsExactly("bitcoin", "ether");
    assertThat(map.column("usd")).containsExactly(1.5, 2.0);
    assertThat(read("{\"id\": 7, \"name\": \"x\"}").rows()).containsExactly(List.of(7L, "x"));
    assertThat(read("{\"data\": {\"id\": 7}}").rows()).containsExactly(List.of(7L));
    assertThat(read("[\"a\", \"b\"]").column("value")).containsExactly("a", "b");
    assertThat(
            read("{\"tags\": [1, 2]}", Endpoints.at("/v1/a").with(ApiSetting.DATA_SELECTOR, "tags"))
                .column("value"))
        .containsExactly(1L, 2L);
  }

  @Test
  void followsAPathThroughLists() {
    String json =
        "{\"groups\": [{\"items\": [{\"id\": 1}]}, {\"items\": [{\"id\": 2}, {\"id\": 3}]}]}";
    assertThat(
            read(json, Endpoints.at("/v1/a").with(ApiSetting.DATA_SELECTOR, "$.groups[*].items"))
                .column("id"))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void asksWhenSeveralListsCouldBeMeant() {
    fails(
        "{\"a\": [{\"x\": 1}], \"b\": {\"c\": [{\"x\": 1}]}}",
        Endpoints.at("/v1/a"),
        "the answer holds several lists: a, b.c.\nName one of them in data_selector.");
  }

  @Test
  void flattensObjectsAndKeepsListsAsJson() {
    Run run =
        read(
            "[{\"id\": 1, \"user\": {\"name\": \"a\", \"geo\": {\"lat\": 1.25}}, \"tags\": [\"x\", {\"y\": 1.10}]},"
                + " {\"id\": 2, \"user\": null, \"tags\": []}]");
    assertThat(run.types())
        .containsExactly("id bigint", "user__name text", "user__geo__lat double", "tags json");
    assertThat(run.column("tags")).containsExactly("[\"x\",{\"y\":1.10}]", "[]");
    assertThat(run.column("user__geo__lat")).containsExactly(1.25, null);
  }

  @Test
  void keepsObjectsAsJsonBelowTheNestingAndSkipsLists() {
    Endpoints endpoints =
        Endpoints.at("/v1/a").with(ApiSetting.MAX_NESTING, "0").with(ApiSetting.NESTED, "skip");
    Run run = read("[{\"id\": 1, \"a\": {\"b\": 2}, \"l\": [1]}]", endpoints);
    assertThat(run.rows()).containsExactly(List.of(1L, "{\"b\":2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1, 2                     | bigint
          1, 2.5                   | double
          9223372036854775808, 1   | decimal(38,0)
          0.1234567890123456789, 1 | decimal(38,19)
          0.1234567890123456789, 12345678901234567890 | text
          12345678901234567.25     | decimal(38,9)
          9007199254740993, 0.5    | decimal(38,9)
          1e400                    | text
          true, false              | boolean
          true, 1                  | text
          1, "a"                   | text
          "2026-01-31"             | date
          "2026-02-30"             | text
          "2026-01-31T10:00:00Z", "2026-01-31T10:00:00.123456+02:00" | timestamptz
          "2026-01-31 10:00:00"    | timestamp
          "2026-01-31T10:00:00.1234567Z" | text
          "2026-01-31", "2026-01-31T10:00:00Z" | text
          [1], {"a": 1}            | json
          [1], 1                   | text
          "", "x"                  | text
          """)
  void infersTypesByStatedRules(String values, String type) {
    StringBuilder json = new StringBuilder("[");
    for (String value : values.split(", (?=[^ ])", -1)) {
      json.append(json.length() > 1 ? "," : "").append("{\"v\": ").append(value).append("}");
    }
    assertThat(read(json.append("]").toString()).types().get(0)).isEqualTo("v " + type);
  }

  @Test
  void keepsNumbersExactWhereTheyAreTextOrDecimals() {
    assertThat(read("[{\"v\": 1.50}, {\"v\": true}, {\"v\": \"x\"}, {\"v\": [1.10]}]").column("v"))
        .containsExactly("1.50", "true", "x", "[1.10]");
    assertThat(read("[{\"v\": 12345678901234567.25}, {\"v\": 3}]").column("v"))
        .extracting(Object::toString)
        .containsExactly("12345678901234567.250000000", "3.000000000");
  }

  @Test
  void splitsMixedFieldsIntoVariantsOnRequest() {
    Run run =
        read(
            "[{\"v\": 1}, {\"v\": \"x\"}, {\"v\": 2.5}, {\"v\": true}]",
            Endpoints.at("/v1/a").with(ApiSetting.MIXED, "variant"));
    assertThat(run.types()).containsExactly("v__v_boolean boolean", "v double", "v__v_text text");
    assertThat(run.rows().get(0)).containsExactly(null, 1.0, null);
    assertThat(run.rows().get(1)).containsExactly(null, null, "x");
    assertThat(run.rows().get(3)).containsExactly(true, null, null);
  }

  @Test
  void keepsTheTypesOfTheLoadBefore() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"a\": 1, \"b\": 2, \"d\": 5}]"))) {
      Run run =
          Loaded.from(server)
              .earlier(Map.of("a", "double", "b", "text", "c", "date", "d", "decimal(38,9)"))
              .run(Endpoints.at("/v1/a"));
      assertThat(run.types()).containsExactly("a double", "b text", "d decimal(38,9)", "c date");
      assertThat(run.rows().get(0).get(1)).isEqualTo("2");
    }
  }

  @Test
  void obeysColumnsAndTypes() {
    Run run =
        read(
            "[{\"a\": \"1.5\", \"b\": 2, \"c\": 3}]",
            Endpoints.at("/v1/a").columns("b", "a").types(Map.of("a", "decimal(10,2)")));
    assertThat(run.types()).containsExactly("b bigint", "a decimal(10,2)");
    try (ApiServer server = new ApiServer(asked -> Reply.json("[{\"a\": 1}, {\"a\": \"x\"}]"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a").types(Map.of("a", "bigint")),
              ErrorCode.VALUE,
              WHERE
                  + server.url()
                  + "/v1/a, page 1, record 2 of the run, field a: the value 'x' is not a whole number, so bigint cannot hold it.\nSet column_types to a=text, or leave the field out with columns.");
    }
  }

  @Test
  void leavesOutFieldsThatAreAlwaysNull() {
    assertThat(read("[{\"a\": 1, \"b\": null}]").names()).containsExactly("a");
  }

  @Test
  void refusesFieldsThatWouldShareAColumn() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"a\": {\"b\": 1}, \"a__b\": 2}]"))) {
      Loaded.from(server)
          .fails(
              Endpoints.at("/v1/a"),
              ErrorCode.SOURCE_REFUSED,
              WHERE
                  + server.url()
                  + "/v1/a: two different fields would both be the column a__b.\nThe names of nested objects are joined by __; give one of them another name in rename_columns, or set max_nesting to 0, which keeps objects as JSON text.");
    }
  }
}
