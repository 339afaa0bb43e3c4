package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers in CSV, JSON Lines and XML that are not what they should be, from raw sockets. */
final class BadFormatsTest {
  private static Endpoints endpoint(String format) {
    return Endpoints.at("/v1/a").with(ApiSetting.RESPONSE_FORMAT, format);
  }

  /** Answers with {@code beginning}, and then again and again with {@code more}. */
  private static RawServer server(String beginning, byte[] more, int times) {
    return new RawServer(
        (socket, number) -> {
          OutputStream out = socket.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
          out.write(beginning.getBytes(UTF_8));
          for (int i = 0; i < times; i++) {
            out.write(more);
          }
        });
  }

  private static void fails(String format, String body, String what) {
    fails(format, body, new byte[0], what);
  }

  private static void fails(String format, String beginning, byte[] more, String what) {
    try (RawServer server = server(beginning, more, more.length == 0 ? 0 : 70)) {
      Loaded.from(server.url())
          .fails(
              endpoint(format),
              ErrorCode.SOURCE_REFUSED,
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: %s"
                  .formatted(server.url(), what));
    }
  }

  private static byte[] megabyte() {
    byte[] much = new byte[1 << 20];
    Arrays.fill(much, (byte) 'a');
    return much;
  }

  private static List<List<Object>> rows(String format, String body) {
    try (RawServer server = server(body, new byte[0], 0)) {
      return Loaded.from(server.url()).run(endpoint(format)).rows();
    }
  }

  @Test
  @BadInput(
      value = Input.CSV_QUOTE,
      says =
          "record 1 of the CSV has more than 67,108,864 characters.\nSee what the API sends there; most likely a quote is never closed.")
  void aQuoteWithoutEndTakesNoMoreMemoryThanItMay() {
    fails(
        "csv",
        "id\n\"",
        megabyte(),
        "record 1 of the CSV has more than 67,108,864 characters.\nSee what the API sends there; most likely a quote is never closed.");
  }

  @Test
  @BadInput(
      value = Input.FORMAT_NUL,
      says =
          "line 1 is no JSON, at column 8.\nSee what the API sends there; nothing of the page was kept.")
  @BadInput(
      value = Input.FORMAT_NUL,
      says =
          "the answer is no XML, at line 1, column 8.\nCheck api_endpoint and params, and what the API sends there.",
      taken = "in CSV, and as \\u0000 in JSON, it is part of the text")
  void nulIsTextWhereTheFormatAllowsIt() {
    assertThat(rows("csv", "id,name\n1,a\0b\n")).containsExactly(List.of(1L, "a\0b"));
    assertThat(rows("jsonl", "{\"a\": \"x\\u0000y\"}\n")).containsExactly(List.of("x\0y"));
    fails(
        "jsonl",
        "{\"a\": \"\0\"}\n",
        "line 1 is no JSON, at column 8.\nSee what the API sends there; nothing of the page was kept.");
    fails(
        "xml",
        "<l><i>a\0b</i></l>",
        "the answer is no XML, at line 1, column 8.\nCheck api_endpoint and params, and what the API sends there.");
  }

  @Test
  @BadInput(
      value = Input.JSON_LINE_DEEP,
      says =
          "record 2 of the JSON Lines is none: it is nested deeper than 500.\nLeave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.")
  @BadInput(
      value = Input.JSON_LINE_DEEP,
      says =
          "record 1 of the JSON Lines is none: a single text in it has more than 67,108,864 characters.")
  void namesTheLineThatIsTooDeepOrTooLong() {
    String mend =
        "Leave the field out by what the API offers for that (often params fields=...), or ask whoever runs it.";
    fails(
        "jsonl",
        "{\"a\": 1}\n{\"a\": " + "[".repeat(10_000) + "}\n",
        "record 2 of the JSON Lines is none: it is nested deeper than 500.\n" + mend);
    fails(
        "jsonl",
        "{\"a\": \"",
        megabyte(),
        "record 1 of the JSON Lines is none: a single text in it has more than 67,108,864 characters.\n"
            + mend);
  }

  @Test
  @BadInput(
      value = Input.XML_BROKEN,
      says =
          "the answer is no XML, at line 1, column 16.\nCheck api_endpoint and params, and what the API sends there.")
  void refusesXmlThatIsCutOffOrNone() {
    String mend = "Check api_endpoint and params, and what the API sends there.";
    fails("xml", "<l><i>1</i><i>2", "the answer is no XML, at line 1, column 16.\n" + mend);
    fails("xml", "<l><i>1</i><i>2</i>", "the answer is no XML, at line 1, column 20.\n" + mend);
    fails("xml", "{\"a\": 1}", "the answer is no XML, at line 1, column 1.\n" + mend);
  }

  @Test
  @BadInput(
      value = Input.XML_DEEP,
      says = "the XML is nested deeper than 500.\nSee what the API sends there.")
  @BadInput(
      value = Input.XML_DEEP,
      says =
          "one text, name or comment of the XML is larger than 67,108,864 bytes.\nSee what the API sends there.")
  void xmlWithoutEndTakesNoMoreMemoryThanItMay() {
    fails(
        "xml",
        "<l>" + "<i>".repeat(10_000),
        "the XML is nested deeper than 500.\nSee what the API sends there.");
    fails(
        "xml",
        "<l><i>",
        megabyte(),
        "one text, name or comment of the XML is larger than 67,108,864 bytes.\nSee what the API sends there.");
    fails(
        "xml",
        "<l><!--",
        megabyte(),
        "one text, name or comment of the XML is larger than 67,108,864 bytes.\nSee what the API sends there.");
  }

  @Test
  @BadInput(
      value = Input.FORMAT_EMPTY,
      says =
          "answered without a single line.\nCheck api_endpoint; CSV begins with a line of column names.",
      taken = "CSV with a header alone, and JSON Lines without a line, are no records")
  @BadInput(value = Input.FORMAT_EMPTY, says = "the answer is no XML, at line 1, column 1.")
  void anEmptyAnswerIsNoRecordsInJsonLinesAlone() {
    assertThat(rows("jsonl", "")).isEmpty();
    assertThat(rows("csv", "id\n")).isEmpty();
    fails(
        "csv",
        "",
        "answered without a single line.\nCheck api_endpoint; CSV begins with a line of column names.");
    fails(
        "xml",
        "",
        "the answer is no XML, at line 1, column 1.\nCheck api_endpoint and params, and what the API sends there.");
  }
}
