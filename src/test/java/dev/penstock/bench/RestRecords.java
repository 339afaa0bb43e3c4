package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Made-up orders of 20 fields as an API would give them, the same in every run, and what the sums
 * over them are.
 */
final class RestRecords {
  static final int PER_PAGE = 1000;

  private static final long SEED = 20_240_229;
  private static final LocalDateTime FIRST = LocalDateTime.of(2021, 1, 1, 0, 0);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
  private static final List<String> STATES =
      List.of("open", "paid", "packed", "shipped", "delivered", "returned");
  private static final List<String> COUNTRIES =
      List.of("DE", "FR", "NL", "ES", "IT", "PL", "SE", "US", "GB", "JP");
  private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "SEK");
  private static final List<String> NAMES =
      List.of("Anna", "Björn", "Chloé", "David", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jan");
  private static final List<String> FAMILIES =
      List.of("Smith", "Meyer", "Rossi", "Novak", "Garcia", "Dubois", "Larsen", "Tanaka");
  private static final List<String> WORDS =
      List.of(
          "please",
          "leave",
          "parcel",
          "with",
          "neighbour",
          "ring",
          "twice",
          "before",
          "noon",
          "gate",
          "code",
          "fragile",
          "call",
          "first",
          "no",
          "signature",
          "needed",
          "thanks");

  private final int count;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Long> figures = new LinkedHashMap<>();
  private int next;

  /**
   * @param count of all records
   */
  RestRecords(int count) {
    this.count = count;
  }

  int pages() {
    return pages(count);
  }

  static int pages(int records) {
    return (records + PER_PAGE - 1) / PER_PAGE;
  }

  /** The next page of the answer, from the first on. */
  byte[] page() {
    StringBuilder json = new StringBuilder(600 * PER_PAGE);
    int page = next / PER_PAGE + 1;
    json.append("{\"page\":%d,\"total_pages\":%d,\"data\":[".formatted(page, pages()));
    for (int i = 0; i < PER_PAGE && next < count; i++) {
      json.append(i == 0 ? "" : ",");
      record(json);
    }
    return json.append("]}").toString().getBytes(UTF_8);
  }

  private void record(StringBuilder json) {
    next++;
    add("count(*)", 1);
    json.append('{');
    whole(json, "id", next);
    text(json, "order_number", "ORD-" + (10_000_000 + next * 7L));
    text(json, "status", of(STATES));
    customer(json);
    int quantity = 1 + random.nextInt(20);
    whole(json, "quantity", quantity);
    int price = 99 + random.nextInt(50_000);
    cents(json, "unit_price", price);
    cents(json, "total", (long) quantity * price);
    if (random.nextInt(10) < 3) {
      cents(json, "discount", 5L * (1 + random.nextInt(10)));
    } else {
      json.append("\"discount\":null,");
    }
    text(json, "currency", of(CURRENCIES));
    flag(json, "paid", random.nextInt(10) < 8);
    flag(json, "gift", random.nextInt(10) < 1);
    thousandths(json, random.nextInt(30_000));
    times(json);
    text(json, "sku", "SKU-" + (10_000 + random.nextInt(40_000)) + "-" + of(COUNTRIES));
    if (random.nextInt(10) < 8) {
      text(json, "note", note());
    } else {
      json.append("\"note\":null,");
    }
    json.setCharAt(json.length() - 1, '}');
  }

  private void customer(StringBuilder json) {
    String name = of(NAMES) + " " + of(FAMILIES);
    int id = random.nextInt(250_000);
    json.append("\"customer\":{\"id\":").append(id).append(",\"name\":\"").append(name);
    json.append("\",\"email\":\"customer").append(id).append("@example.com\"},");
    add("sum(customer__id)", id);
    addText("customer__name", name);
    addText("customer__email", "customer" + id + "@example.com");
  }

  private void times(StringBuilder json) {
    LocalDateTime created =
        FIRST.plusSeconds(next * 97L % 120_000_000).plusNanos(random.nextInt(1000) * 1_000_000L);
    LocalDateTime updated = created.plusSeconds(random.nextInt(900_000));
    LocalDate shipped = updated.toLocalDate().plusDays(random.nextInt(9));
    json.append("\"created_at\":\"").append(MILLIS.format(created)).append("Z\",");
    json.append("\"updated_at\":\"").append(MILLIS.format(updated)).append("+00:00\",");
    json.append("\"ship_date\":\"").append(shipped).append("\",");
    add("sum(epoch_ms(created_at))", created.toInstant(ZoneOffset.UTC).toEpochMilli());
    add("sum(epoch_ms(updated_at))", updated.toInstant(ZoneOffset.UTC).toEpochMilli());
    add("sum(CAST(ship_date AS DATE) - DATE '1970-01-01')", shipped.toEpochDay());
  }

  private String note() {
    StringBuilder note = new StringBuilder();
    int words = 5 + random.nextInt(20);
    for (int i = 0; i < words; i++) {
      note.append(i == 0 ? "" : " ").append(of(WORDS));
    }
    return note.toString();
  }

  private String of(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private void whole(StringBuilder json, String name, long value) {
    json.append('"').append(name).append("\":").append(value).append(',');
    add("sum(" + name + ")", value);
  }

  private void cents(StringBuilder json, String name, long value) {
    json.append('"').append(name).append("\":").append(value / 100).append('.');
    json.append(value / 10 % 10).append(value % 10).append(',');
    add("CAST(sum(CAST(" + name + " AS DECIMAL(18,2))) * 100 AS BIGINT)", value);
  }

  private void thousandths(StringBuilder json, int grams) {
    json.append("\"weight_kg\":").append(grams / 1000).append('.');
    json.append(Integer.toString(1000 + grams % 1000), 1, 4).append(',');
    add("CAST(sum(CAST(weight_kg AS DECIMAL(18,3))) * 1000 AS BIGINT)", grams);
  }

  private void flag(StringBuilder json, String name, boolean value) {
    json.append('"').append(name).append("\":").append(value).append(',');
    add("sum(CAST(" + name + " AS INTEGER))", value ? 1 : 0);
  }

  private void text(StringBuilder json, String name, String value) {
    json.append('"').append(name).append("\":\"").append(value).append("\",");
    addText(name, value);
  }

  private void addText(String name, String value) {
    add("sum(strlen(" + name + "))", value.getBytes(UTF_8).length);
  }

  private void add(String figure, long value) {
    figures.merge(figure, value, Long::sum);
  }

  /** What DuckDB must find in the pages made so far: a value and its expression in each line. */
  String figureLines() {
    return figures.entrySet().stream()
        .map(figure -> figure.getValue() + " " + figure.getKey() + "\n")
        .collect(Collectors.joining());
  }
}
