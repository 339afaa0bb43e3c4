package dev.penstock.source.rest;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random records as some API might write them, and what each of their fields is: of mixed types, in
 * changing order, with blanks and escapes where JSON lets them be.
 */
final class AnyRecords {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "7",
          "-0",
          "0.1",
          "-0.0",
          "1.10",
          "1e5",
          "1E-7",
          "2.5e+3",
          "9007199254740993",
          "-9223372036854775808",
          "9223372036854775807",
          "9223372036854775808",
          "0.30000000000000004",
          "123456789012345678901234567890",
          "12345678901234567.123456789",
          "1e400",
          "5e-324",
          "0.123456789012345678901234567890123456789");
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "x",
          "true",
          "null",
          "12",
          "1.0",
          "2024-02-30",
          "2024-1-1",
          "0000-01-01",
          "[1]",
          "2024-02-29T24:00:00",
          "2024-02-29 10:00:00.1234567",
          "Chlo\u00e9 \u20ac \ud83d\ude00",
          "a \"quoted\" \\ text",
          "line\nbreak\ttab",
          "\u0001\u007f\u2028",
          "2024-02-29Z",
          "10:00:00");
  private static final List<DateTimeFormatter> SECONDS =
      List.of(
          DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS"),
          DateTimeFormatter.ofPattern("uuuu-MM-dd' 'HH:mm:ss.SSSSSS"),
          DateTimeFormatter.ofPattern("uuuu-MM-dd't'HH:mm:ss.SSSSSS'000'"));

  /** What a field is in its record. */
  record Given(Kind kind, String text) {
    enum Kind {
      NUMBER,
      TEXT,
      FLAG,
      /** A list, or an object that is too deep to be columns. */
      JSON,
      DATE,
      /** Its text is as the API wrote it. */
      LOCAL,
      INSTANT
    }
  }

  private final Random random;
  private final int deepest;
  private boolean numbered;
  private final List<Map<String, Given>> fields = new ArrayList<>();

  /** By name, what kinds of value it has in most records. */
  private final Map<String, Integer> habits = new LinkedHashMap<>();

  AnyRecords(long seed, int deepest) {
    this.random = new Random(seed);
    this.deepest = deepest;
  }

  /** Of all records written so far, by the names of columns, without those that are null. */
  List<Map<String, Given>> fields() {
    return fields;
  }

  void forget() {
    fields.clear();
  }

  String page() {
    StringBuilder json = new StringBuilder("{\"data\":[");
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",").append(blank());
      Map<String, Given> of = new LinkedHashMap<>();
      object(json, "", 0, of);
      fields.add(of);
    }
    return json.append("]}").toString();
  }

  /** The same with an {@code id} in each record, counted from 0. */
  AnyRecords numbered() {
    numbered = true;
    return this;
  }

  private String blank() {
    return random.nextInt(6) == 0 ? List.of(" ", "\n", "\t ", "  ").get(random.nextInt(4)) : "";
  }

  private <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void object(StringBuilder json, String prefix, int depth, Map<String, Given> of) {
    List<String> names = new ArrayList<>(NAMES);
    if (random.nextInt(3) == 0) {
      Collections.shuffle(names, random);
    }
    json.append('{').append(blank());
    int count = 0;
    if (numbered && depth == 0) {
      json.append("\"id\":").append(fields.size());
      of.put("id", new Given(Given.Kind.NUMBER, Integer.toString(fields.size())));
      count++;
    }
    for (String name : names) {
      if (random.nextInt(7) > 0) {
        json.append(count++ == 0 ? "" : ",").append(blank());
        json.append(name(name)).append(blank()).append(':').append(blank());
        value(json, prefix + name, depth, of);
        json.append(blank());
      }
    }
    json.append('}');
  }

  /** A name may be escaped, too. */
  private String name(String name) {
    return random.nextInt(20) == 0
        ? "\"\\u%04x\"".formatted((int) name.charAt(0))
        : '"' + name + '"';
  }

  private void value(StringBuilder json, String column, int depth, Map<String, Given> of) {
    int habit = habits.computeIfAbsent(column, c -> random.nextInt(9));
    switch (random.nextInt(8) == 0 ? random.nextInt(9) : habit) {
      case 0 -> json.append("null");
      case 1 -> number(json, column, of, Integer.toString(random.nextInt(2000) - 1000));
      case 2 -> number(json, column, of, of(NUMBERS));
      case 3 -> text(json, column, of, of(TEXTS));
      case 4 -> {
        boolean flag = random.nextBoolean();
        json.append(flag);
        of.put(column, new Given(Given.Kind.FLAG, Boolean.toString(flag)));
      }
      case 5 -> moment(json, column, of);
      case 6 -> nested(json, column, depth, of);
      case 7 -> list(json, column, depth, of);
      default -> number(json, column, of, random.nextInt(90) + "." + random.nextInt(100));
    }
  }

  private void nested(StringBuilder json, String column, int depth, Map<String, Given> of) {
    if (depth < deepest) {
      object(json, column + "__", depth + 1, of);
    } else if (depth > deepest + 1) {
      json.append("{}");
      of.put(column, new Given(Given.Kind.JSON, "{}"));
    } else {
      StringBuilder inner = new StringBuilder();
      object(inner, column + "__", depth + 1, new LinkedHashMap<>());
      json.append(inner);
      of.put(column, new Given(Given.Kind.JSON, inner.toString()));
    }
  }

  private void list(StringBuilder json, String column, int depth, Map<String, Given> of) {
    StringBuilder list = new StringBuilder("[").append(blank());
    int count = depth > deepest + 1 ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      list.append(i == 0 ? "" : ",").append(blank());
      value(list, column + "[]", deepest + 1, new LinkedHashMap<>());
      list.append(blank());
    }
    json.append(list.append(']'));
    of.put(column, new Given(Given.Kind.JSON, list.toString()));
  }

  private static void number(
      StringBuilder json, String column, Map<String, Given> of, String number) {
    json.append(number);
    of.put(column, new Given(Given.Kind.NUMBER, number));
  }

  private void text(StringBuilder json, String column, Map<String, Given> of, String text) {
    quoted(json, text);
    of.put(column, new Given(Given.Kind.TEXT, text));
  }

  private void quoted(StringBuilder json, String text) {
    if (random.nextInt(5) > 0) {
      json.append(TextNode.valueOf(text));
      return;
    }
    json.append('"');
    text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
    json.append('"');
  }

  private void moment(StringBuilder json, String column, Map<String, Given> of) {
    LocalDate day = LocalDate.of(1 + random.nextInt(9999), 1, 1).plusDays(random.nextInt(365));
    LocalDateTime local = day.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60));
    local = local.plusNanos(random.nextInt(1_000_000) * 1000L);
    int kind = habits.get(column) == 5 ? column.charAt(0) % 3 : random.nextInt(3);
    String text = SECONDS.get(random.nextInt(3)).format(local);
    switch (kind) {
      case 0 -> {
        text = day.toString();
        of.put(column, new Given(Given.Kind.DATE, text));
      }
      case 1 -> of.put(column, new Given(Given.Kind.LOCAL, text));
      default -> {
        text += of(List.of("Z", "z", "+00:00", "-0730", "+14", "+05:45"));
        of.put(column, new Given(Given.Kind.INSTANT, text));
      }
    }
    quoted(json, text);
  }

  /** The moment that an API has written. */
  static java.time.Instant instant(String text) {
    int zone =
        10 + Math.max(text.substring(10).lastIndexOf('+'), text.substring(10).lastIndexOf('-'));
    boolean utc = text.endsWith("Z") || text.endsWith("z");
    int end = utc ? text.length() - 1 : zone;
    ZoneOffset offset = utc ? ZoneOffset.UTC : ZoneOffset.of(text.substring(end));
    return local(text.substring(0, end)).toInstant(offset);
  }

  static LocalDateTime local(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T').replace('t', 'T'));
  }
}
