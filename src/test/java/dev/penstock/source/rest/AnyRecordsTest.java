package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.AnyRecords.Given;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.Text;

/**
 * Whatever records an API gives, in whatever types the rules find for their columns: each value
 * that lands is the one that was sent, and none is missing; in a second load, which keeps to the
 * columns of the first, as well.
 */
final class AnyRecordsTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Property(tries = 80)
  void landAsTheyWereSent(@ForAll long seed) {
    int deepest = (int) (seed & 1) + 1;
    AnyRecords records = new AnyRecords(seed, deepest);
    List<String> pages = new ArrayList<>();
    try (ApiServer server = new ApiServer(asked -> Reply.json(page(pages, asked)))) {
      Endpoints endpoints =
          Endpoints.at("/v1/a")
              .with(ApiSetting.PAGINATION_TYPE, "page_number")
              .with(ApiSetting.DATA_SELECTOR, "data")
              .with(ApiSetting.MAX_NESTING, Integer.toString(deepest));
      Map<String, String> columns = new LinkedHashMap<>();
      for (int load = 0; load < 2; load++) {
        pages.clear();
        records.forget();
        for (int i = 0; i < 3; i++) {
          pages.add(records.page());
        }
        Run run = Loaded.from(server).earlier(columns).run(endpoints);
        compare(run, records.fields());
        run.schema()
            .getFields()
            .forEach(f -> columns.put(f.getName(), f.getMetadata().get("source_type")));
      }
    }
  }

  @Property(tries = 60)
  void areCopiedFromTheParentAsTheyWereSent(@ForAll long seed) {
    AnyRecords records = new AnyRecords(seed, 1).numbered();
    String parents = records.page();
    SortedSet<String> names = names(records.fields());
    try (ApiServer server =
        new ApiServer(
            asked -> Reply.json(asked.path().equals("/v1/a") ? parents : "{\"data\":[{}]}"))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a/{parent.id}")
                      .with(ApiSetting.PAGINATION_TYPE, "single_page")
                      .with(ApiSetting.DATA_SELECTOR, "data")
                      .under(
                          Endpoints.at("/v1/a")
                              .id("a")
                              .with(ApiSetting.PAGINATION_TYPE, "single_page")
                              .with(ApiSetting.DATA_SELECTOR, "data")
                              .with(ApiSetting.MAX_NESTING, "1"),
                          names.toArray(String[]::new)));
      List<Map<String, Given>> copies = new ArrayList<>();
      for (Map<String, Given> record : records.fields()) {
        Map<String, Given> copy = new LinkedHashMap<>();
        record.forEach((name, given) -> copy.put("_parent_" + name, given));
        copies.add(copy);
      }
      compare(run, copies);
    }
  }

  @Property(tries = 80)
  void landAsTheyWereSentInListsAndStructs(@ForAll long seed) {
    AnyRecords records = new AnyRecords(seed, 1);
    String json = records.page();
    try (ApiServer server = new ApiServer(asked -> Reply.json(json))) {
      Run run =
          Loaded.from(server)
              .run(
                  Endpoints.at("/v1/a")
                      .with(ApiSetting.PAGINATION_TYPE, "single_page")
                      .with(ApiSetting.DATA_SELECTOR, "data")
                      .with(ApiSetting.NESTED, "native")
                      .with(ApiSetting.MAX_NESTING, "1"));
      for (Map<String, Given> record : records.fields()) {
        // What never holds a value has no type, and no column.
        record
            .entrySet()
            .removeIf(
                field ->
                    !run.names().contains(field.getKey())
                        && field.getValue().kind() == Given.Kind.JSON
                        && !holds(tree(field.getValue().text())));
      }
      compare(run, records.fields());
    }
  }

  private static String page(List<String> pages, Asked asked) {
    int number = asked.number("page", 0);
    return number < pages.size() ? pages.get(number) : "{\"data\":[]}";
  }

  private static void compare(Run run, List<Map<String, Given>> records) {
    assertThat(run.rows()).hasSameSizeAs(records);
    assertThat(new TreeSet<>(run.names())).containsAll(names(records));
    List<Field> fields = run.schema().getFields();
    for (int row = 0; row < records.size(); row++) {
      for (int i = 0; i < fields.size(); i++) {
        Given given = records.get(row).get(fields.get(i).getName());
        Object landed = run.rows().get(row).get(i);
        String place = "row %d, %s: %s as %s".formatted(row, fields.get(i), given, landed);
        if (given == null) {
          assertThat(landed).as(place).isNull();
        } else {
          assertThat(landed).as(place).isNotNull();
          assertThat(isSame(fields.get(i), given, landed)).as(place).isTrue();
        }
      }
    }
  }

  private static SortedSet<String> names(List<Map<String, Given>> records) {
    TreeSet<String> names = new TreeSet<>();
    records.forEach(record -> names.addAll(record.keySet()));
    return names;
  }

  private static boolean isSame(Field field, Given given, Object landed) {
    ArrowType type = field.getType();
    if (type.isComplex()) {
      return given.kind() == Given.Kind.JSON && isSame(field, tree(given.text()), landed);
    }
    if (type instanceof ArrowType.Utf8) {
      return given.kind() == Given.Kind.JSON
          ? tokens(given.text()).equals(tokens((String) landed))
          // Of whole numbers there is one zero.
          : given.text().replaceFirst("^-0$", "0").equals(landed);
    }
    if (type instanceof ArrowType.Bool) {
      return given.kind() == Given.Kind.FLAG && landed.toString().equals(given.text());
    }
    if (type instanceof ArrowType.Date) {
      return given.kind() == Given.Kind.DATE
          && LocalDate.ofEpochDay((Integer) landed).toString().equals(given.text());
    }
    if (type instanceof ArrowType.Timestamp zone && zone.getTimezone() == null) {
      return given.kind() == Given.Kind.LOCAL
          && ((LocalDateTime) landed).equals(AnyRecords.local(given.text()));
    }
    if (type instanceof ArrowType.Timestamp) {
      return given.kind() == Given.Kind.INSTANT
          && Instant.EPOCH
              .plus((Long) landed, ChronoUnit.MICROS)
              .equals(AnyRecords.instant(given.text()));
    }
    // The shortest text of a double is what readers show.
    return given.kind() == Given.Kind.NUMBER
        && new BigDecimal(landed.toString()).compareTo(new BigDecimal(given.text())) == 0;
  }

  private static boolean isSame(Field field, JsonNode given, Object landed) {
    if (given == null || given.isNull()) {
      return landed == null;
    }
    if (field.getType() instanceof ArrowType.List) {
      List<?> list = (List<?>) landed;
      return given.isArray()
          && given.size() == list.size()
          && IntStream.range(0, list.size())
              .allMatch(i -> isSame(field.getChildren().get(0), given.get(i), list.get(i)));
    }
    if (field.getType() instanceof ArrowType.Struct) {
      Map<?, ?> struct = (Map<?, ?>) landed;
      List<String> names = field.getChildren().stream().map(Field::getName).toList();
      return given.isObject()
          && given.properties().stream()
              .allMatch(m -> names.contains(m.getKey()) || !holds(m.getValue()))
          && field.getChildren().stream()
              .allMatch(m -> isSame(m, given.get(m.getName()), struct.get(m.getName())));
    }
    if (given.isNumber() && field.getType() instanceof ArrowType.Utf8) {
      // The tree does not know how it was written.
      return new BigDecimal(landed.toString()).compareTo(given.decimalValue()) == 0;
    }
    if (given.isContainerNode()) {
      return given.equals(tree(landed.toString()));
    }
    return landed != null && isSame(field, leaf(field.getType(), given), plain(landed));
  }

  private static Object plain(Object landed) {
    return landed instanceof Text text ? text.toString() : landed;
  }

  private static Given leaf(ArrowType type, JsonNode given) {
    if (given.isNumber()) {
      return new Given(Given.Kind.NUMBER, given.asText());
    }
    if (given.isBoolean()) {
      return new Given(Given.Kind.FLAG, given.asText());
    }
    Given.Kind kind =
        type instanceof ArrowType.Date
            ? Given.Kind.DATE
            : !(type instanceof ArrowType.Timestamp zone)
                ? Given.Kind.TEXT
                : zone.getTimezone() == null ? Given.Kind.LOCAL : Given.Kind.INSTANT;
    return new Given(kind, given.asText());
  }

  /** Whether there is any value in it, however deep. */
  private static boolean holds(JsonNode given) {
    return given.isContainerNode()
        ? IntStream.range(0, given.size()).anyMatch(i -> holds(child(given, i)))
        : !given.isNull();
  }

  private static JsonNode child(JsonNode given, int index) {
    return given.isArray()
        ? given.get(index)
        : new ArrayList<>(given.properties()).get(index).getValue();
  }

  /** What is written but blanks, and characters in whatever way they are escaped. */
  private static List<String> tokens(String json) {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokens.add(token + " " + parser.getText());
      }
      return tokens;
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
