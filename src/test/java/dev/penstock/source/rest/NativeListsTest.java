package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists inside records as lists and structs ({@code nested} = {@code native}). */
final class NativeListsTest {
  private static final String WHERE = "sheet SourceConfig, row 7, source crm: GET ";

  private static Endpoints endpoints() {
    return Endpoints.at("/v1/a")
        .with(ApiSetting.PAGINATION_TYPE, "single_page")
        .with(ApiSetting.NESTED, "native");
  }

  private static Run read(String json) {
    return read(json, endpoints());
  }

  private static Run read(String json, Endpoints endpoints) {
    return read(json, endpoints, Map.of());
  }

  private static Run read(String json, Endpoints endpoints, Map<String, String> earlier) {
    try (ApiServer server = new ApiServer(asked -> Reply.json(json))) {
      return Loaded.from(server).earlier(earlier).run(endpoints);
    }
  }

  private static List<String> texts(Run run, String column) {
    return run.column(column).stream().map(String::valueOf).toList();
  }

  /** Values of the field v, one in each record. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1, 2] ; [3]                      | list(bigint)
          [1] ; [2.5]                       | list(double)
          [1, 9223372036854775808]          | list(decimal(38,0))
          [1, 0.1234567890123456789]        | list(decimal(38,19))
          [1] ; ["a"]                       | list(text)
          [true, null]                      | list(boolean)
          ["2026-01-31", null]              | list(date)
          ["2026-01-31T10:00:00Z"]          | list(timestamptz)
          [[1], [], null, [2.5]]            | list(list(double))
          [{"id": 1}, {"sku": "x"}, null]   | list(struct(id bigint, sku text))
          [{"a": {"b": [1]}}] ; [{"a": {"b": [null], "c": true}}] | list(struct(a struct(b list(bigint), c boolean)))
          [{"a": 1}, {"a": [1]}]            | list(struct(a text))
          [{"a": {"b": 1}}, {"a": [1]}]     | list(struct(a json))
          [{"a": null, "b": [], "c": {}, "d": 1}] | list(struct(d bigint))
          [{"userId": 1, "Ship To": 2, "": 3}] | list(struct(user_id bigint, ship_to bigint, _empty bigint))
          [1, {"a": 1}]                     | json
          [1] ; [{"a": 1}]                  | json
          [[1], {"a": 1}]                   | json
          [[1], 1]                          | json
          [{"a": [1, [2]]}]                 | list(struct(a json))
          [1] ; 1                           | text
          [1] ; "x"                         | text
          """)
  void infersWhatListsHoldByTheRulesOfColumns(String values, String type) {
    StringBuilder json = new StringBuilder("[");
    for (String value : values.split(" ; ", -1)) {
      json.append(json.length() > 1 ? "," : "").append("{\"v\": ").append(value).append("}");
    }
    assertThat(read(json.append("]").toString()).types()).containsExactly("v " + type);
  }

  @Test
  void keepsNullsOfEachLevelApart() {
    Run run =
        read(
            "[{\"id\": 1, \"l\": [{\"a\": 1, \"b\": [\"x\", null]}, null, {}]}, {\"id\": 2, \"l\": null},"
                + " {\"id\": 3, \"l\": []}, {\"id\": 4}, {\"id\": 5, \"l\": [{\"b\": []}, {\"b\": null, \"a\": 2}]}]");
    assertThat(run.types()).containsExactly("id bigint", "l list(struct(a bigint, b list(text)))");
    assertThat(texts(run, "l"))
        .containsExactly(
            "[{\"a\":1,\"b\":[\"x\",null]},null,{}]",
            "null",
            "[]",
            "null",
            "[{\"b\":[]},{\"a\":2}]");
  }

  @Test
  void listsThatNeverHeldAValueAreLeftOut() {
    assertThat(
            read("[{\"a\": 1, \"b\": [], \"c\": [null, null], \"d\": [{}], \"e\": [[]]}]").names())
        .containsExactly("a");
  }

  @Test
  void writesEachTextAsItIsAndEachNumberExactly() {
    Run run =
        read(
            "[{\"n\": [12345678901234567.25, 3], \"t\": [1.50, true, \"a \\\"b\\\" \\u00e4\\ud83d\\ude80\", \"\"],"
                + " \"j\": [{\"x\": [1.10]}, {\"x\": {\"y\": \"z\"}}]}]");
    assertThat(texts(run, "n")).containsExactly("[12345678901234567.250000000,3.000000000]");
    assertThat(run.column("t").get(0).toString())
        .isEqualTo("[\"1.50\",\"true\",\"a \\\"b\\\" ä\ud83d\ude80\",\"\"]");
    assertThat(texts(run, "j"))
        .containsExactly("[{\"x\":\"[1.10]\"},{\"x\":\"{\\\"y\\\":\\\"z\\\"}\"}]");
  }

  @Test
  void leavesWhatIsDeeperThanMaxNestingAsJson() {
    String json = "[{\"a\": [1], \"b\": [{\"x\": 1}], \"c\": [[1]], \"d\": [[{\"x\": [1]}]]}]";
    assertThat(read(json, endpoints().with(ApiSetting.MAX_NESTING, "0")).types())
        .containsExactly("a list(bigint)", "b list(json)", "c list(json)", "d list(json)");
    Run one = read(json, endpoints().with(ApiSetting.MAX_NESTING, "1"));
    assertThat(one.types().get(1)).isEqualTo("b list(struct(x bigint))");
    assertThat(one.types().get(3)).isEqualTo("d list(list(json))");
    assertThat(texts(one, "d")).containsExactly("[[\"{\\\"x\\\":[1]}\"]]");
    assertThat(
            read("[{\"o\": {\"p\": [1]}}]", endpoints().with(ApiSetting.MAX_NESTING, "0")).types())
        .containsExactly("o json");
  }

  @Test
  void keepsTheTypesOfTheLoadBefore() {
    Map<String, String> earlier =
        Map.of(
            "a", "list(double)",
            "b", "list(struct(gone text, Id bigint))",
            "c", "list(text)",
            "d", "json",
            "e", "list(bigint)",
            "f", "list(date)");
    Run run =
        read(
            "[{\"a\": [1], \"b\": [{\"id\": 1, \"more\": true}], \"c\": [1], \"d\": [1], \"e\": [], \"f\": null}]",
            endpoints(),
            earlier);
    assertThat(run.types())
        .containsExactlyInAnyOrder(
            "a list(double)",
            "b list(struct(gone text, Id bigint, more boolean))",
            "c list(text)",
            "d json",
            "e list(bigint)",
            "f list(date)");
    assertThat(texts(run, "b")).containsExactly("[{\"Id\":1,\"more\":true}]");
    assertThat(texts(run, "e")).containsExactly("[]");
  }

  @Test
  void obeysColumnTypesWhateverTheSetting() {
    String json = "[{\"tags\": [1, \"x\", {\"y\": 1.10}, null]}]";
    assertThat(read(json, endpoints().types(Map.of("tags", "json"))).rows())
        .containsExactly(List.of("[1,\"x\",{\"y\":1.10},null]"));
    Endpoints asJson = Endpoints.at("/v1/a").types(Map.of("tags", "list(text)"));
    assertThat(texts(read(json, asJson), "tags"))
        .containsExactly("[\"1\",\"x\",\"{\\\"y\\\":1.10}\",null]");
    Endpoints struct =
        Endpoints.at("/v1/a").types(Map.of("tags", "list(struct(order_id decimal(9,2)))"));
    assertThat(texts(read("[{\"tags\": [{\"orderId\": \"1.5\"}]}]", struct), "tags"))
        .containsExactly("[{\"order_id\":1.50}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          list(bigint)         | [1, "x"]   | 'x' is not a whole number
          list(bigint)         | [[1]]      | '[1]' is no single value
          list(bigint)         | 7          | '7' is no list
          list(bigint)         | "abc"      | 'abc' is no list or object
          list(struct(a text)) | ["x"]      | 'x' is no object
          list(list(date))     | [["2026-02-30"]] | '2026-02-30' is not a date
          """)
  void saysWhichValueDoesNotFit(String type, String value, String said) {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"v\": null}, {\"v\": " + value + "}]"))) {
      Loaded.from(server)
          .fails(
              endpoints().types(Map.of("v", type)),
              ErrorCode.VALUE,
              WHERE
                  + server.url()
                  + "/v1/a, page 1, record 2 of the run, field v: the value %s, so %s cannot hold it.\nSet column_types to v=%s, or leave the field out with columns."
                      .formatted(said, type, value.startsWith("\"") ? "text" : "json"));
    }
  }

  @Test
  void masksAndExcludesListsAsAWhole() {
    Endpoints masked =
        endpoints().with(ApiSetting.MASK_COLUMNS, "l").with(ApiSetting.EXCLUDE_COLUMNS, "gone");
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"id\": [1], \"l\": [2], \"gone\": [3]}]"))) {
      Run run = Loaded.from(server).secret("mask_salt", "s").run(masked);
      assertThat(run.types()).containsExactly("id list(bigint)", "l text");
      assertThat(run.column("l").get(0).toString()).hasSize(64);
    }
  }

  @Test
  void refusesMembersThatWouldShareAName() {
    try (ApiServer server =
        new ApiServer(asked -> Reply.json("[{\"l\": [{\"userId\": 1}, {\"user_id\": 2}]}]"))) {
      Loaded.from(server)
          .fails(
              endpoints(),
              ErrorCode.SOURCE_REFUSED,
              WHERE
                  + server.url()
                  + "/v1/a: two different members of objects in the lists of field l would both be named user_id.\nSet column_types to l=json, which keeps these lists as JSON text.");
    }
  }

  @Test
  void ofANameThatIsThereTwiceTheFirstValueCounts() {
    assertThat(texts(read("[{\"l\": [{\"a\": [1, 2], \"a\": [3], \"b\": 1}]}]"), "l"))
        .containsExactly("[{\"a\":[1,2],\"b\":1}]");
  }

  @Test
  void objectsThatAreMapsOfThousandsStayJson() {
    StringBuilder json = new StringBuilder("[{\"l\": [");
    for (int i = 0; i < 1_001; i++) {
      json.append(i == 0 ? "" : ",").append("{\"k").append(i).append("\": 1}");
    }
    assertThat(read(json.append("]}]").toString()).types()).containsExactly("l json");
  }

  @Test
  void listsThatWouldTakeFarMoreMemoryThanTextStayJson() {
    StringBuilder json = new StringBuilder("[{\"l\": [");
    for (int i = 0; i < 20_000; i++) {
      json.append(i == 0 ? "" : ",").append("{\"k").append(i % 999).append("\": 1}");
    }
    assertThat(read(json.append("]}]").toString()).types()).containsExactly("l json");
  }

  @Test
  void batchesAreBoundedByTheMemoryOfTheirLists() {
    String list = "1" + ",1".repeat(99_999);
    String json = "[" + ("{\"l\":[" + list + "]},").repeat(30) + "{\"l\":[]}]";
    try (ApiServer server = new ApiServer(asked -> Reply.json(json));
        RestConnector connector = Loaded.from(server).connector();
        BufferAllocator allocator = new RootAllocator();
        Source source = connector.open(endpoints().job())) {
      List<Split> splits = source.splits(source.survey(Optional.empty(), Optional.empty()));
      List<Integer> batches = new ArrayList<>();
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(splits.get(0))) {
        for (int count = reader.read(batch); count > 0; count = reader.read(batch)) {
          batches.add(count);
        }
      }
      assertThat(batches).hasSizeGreaterThan(5).allMatch(count -> count <= 6);
      assertThat(allocator.getPeakMemoryAllocation()).isLessThan(40_000_000);
    }
  }

  @Test
  void readsListsOfXmlToo() {
    String xml =
        "<orders><order><id>1</id><line><sku>a</sku><qty>2</qty></line><line><sku>b</sku></line></order></orders>";
    try (ApiServer server = new ApiServer(asked -> Reply.json(xml))) {
      Run run =
          Loaded.from(server)
              .run(
                  endpoints()
                      .with(ApiSetting.RESPONSE_FORMAT, "xml")
                      .with(ApiSetting.DATA_SELECTOR, "order"));
      assertThat(run.types()).contains("line list(struct(sku text, qty bigint))");
      assertThat(texts(run, "line")).containsExactly("[{\"sku\":\"a\",\"qty\":2},{\"sku\":\"b\"}]");
    }
  }

  /** A type is one letter for a single value, [type], or {type...} with members m0, m1... */
  @Test
  void whatIsReadIsWhatWasSent() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      String type = "[" + type(random, 3) + "]";
      ArrayNode records = mapper.createArrayNode();
      for (int i = 0; i < 60; i++) {
        // The first has something everywhere, so that all of the type is known.
        JsonNode value = value(mapper, type, i == 0 ? null : random);
        records.addObject().put("id", i).set("l", value);
      }
      JsonNode sent = mapper.readTree(records.toString());
      Run run = read(sent.toString());
      assertThat(run.names()).as(type).containsExactly("id", "l");
      List<String> lists = texts(run, "l");
      for (int i = 0; i < lists.size(); i++) {
        assertThat(withoutNulls(mapper.readTree(lists.get(i))))
            .as(type)
            .isEqualTo(withoutNulls(sent.get(i).get("l")));
      }
    }
  }

  private static String type(Random random, int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(4)) {
      case 0 -> List.of("n", "t", "b").get(random.nextInt(3));
      case 1 -> "[" + type(random, depth - 1) + "]";
      default -> "{" + type(random, depth - 1) + type(random, depth - 1) + "}";
    };
  }

  private static JsonNode value(ObjectMapper mapper, String type, Random random) {
    return value(mapper, type, new int[1], random);
  }

  private static JsonNode value(ObjectMapper mapper, String type, int[] at, Random random) {
    boolean isNull = random != null && random.nextInt(6) == 0;
    JsonNode value =
        switch (type.charAt(at[0]++)) {
          case 'n' -> mapper.getNodeFactory().numberNode(random == null ? 1 : random.nextLong());
          case 't' ->
              mapper.getNodeFactory().textNode(random == null ? "x" : "\"ä" + random.nextInt());
          case 'b' -> mapper.getNodeFactory().booleanNode(random == null || random.nextBoolean());
          case '[' -> {
            ArrayNode list = mapper.createArrayNode();
            int start = at[0];
            int count = random == null ? 1 : random.nextInt(4);
            for (int i = 0; i < count; i++) {
              at[0] = start;
              list.add(value(mapper, type, at, random));
            }
            at[0] = start;
            value(mapper, type, at, null);
            at[0]++;
            yield list;
          }
          default -> {
            ObjectNode object = mapper.createObjectNode();
            for (int i = 0; i < 2; i++) {
              JsonNode member = value(mapper, type, at, random);
              if (random == null || random.nextInt(5) > 0) {
                object.set("m" + i, member);
              }
            }
            at[0]++;
            yield object;
          }
        };
    return isNull ? mapper.nullNode() : value;
  }

  /** A member that is null is not told from one that is not there. */
  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(member -> member.getValue().isNull());
    }
    node.forEach(NativeListsTest::withoutNulls);
    return node;
  }

  @Test
  void readsOnFromBatchToBatch() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      records.add(
          "{\"id\": %d, \"l\": [%s]}"
              .formatted(
                  i, i % 3 == 0 ? "" : "{\"n\": [%d, null], \"t\": \"x%d\"}".formatted(i, i)));
    }
    Run run = read("[" + String.join(",", records) + "]");
    List<String> lists = texts(run, "l");
    for (int i = 0; i < 5_000; i++) {
      assertThat(lists.get(i))
          .isEqualTo(i % 3 == 0 ? "[]" : "[{\"n\":[%d,null],\"t\":\"x%d\"}]".formatted(i, i));
    }
  }
}
