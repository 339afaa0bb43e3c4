package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.AnyRecords.Given;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Whatever records an API gives, in whatever types the rules find for their columns: each value
 * that lands is the one that was sent, and none is missing; in a second load, which keeps to the
 * columns of the first, as well.
 */
final class AnyRecordsTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Property(tries = 100)
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
        run.types().forEach(type -> columns.put(type.split(" ")[0], type.split(" ")[1]));
      }
    }
  }

  @Property(tries = 60)
  void areCopiedFromTheParentAsTheyWereSent(@ForAll long seed) {
    AnyRecords records = new AnyRecords(seed, 1).numbered();
    String parents = records.page();
    TreeSet<String> names = names(records.fields());
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
          assertThat(isSame(fields.get(i).getType(), given, landed)).as(place).isTrue();
        }
      }
    }
  }

  private static TreeSet<String> names(List<Map<String, Given>> records) {
    TreeSet<String> names = new TreeSet<>();
    records.forEach(record -> names.addAll(record.keySet()));
    return names;
  }

  private static boolean isSame(ArrowType type, Given given, Object landed) {
    if (type instanceof ArrowType.Utf8) {
      return given.kind() == Given.Kind.JSON
          ? tree(given.text()).equals(tree((String) landed))
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

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
