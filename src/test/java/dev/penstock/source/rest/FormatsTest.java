package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.job.ApiSetting;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.source.rest.Loaded.Run;
import java.nio.charset.Charset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in CSV, JSON Lines and XML. */
final class FormatsTest {
  private static Reply reply(String type, String body) {
    return new Reply(200, body.getBytes(UTF_8), Map.of("Content-Type", type));
  }

  private static Endpoints format(String format) {
    return Endpoints.at("/v1/a").with(ApiSetting.RESPONSE_FORMAT, format);
  }

  private static Run run(Reply reply, Endpoints endpoints) {
    try (ApiServer server = new ApiServer(asked -> reply)) {
      return Loaded.from(server).run(endpoints);
    }
  }

  private static void fails(Reply reply, Endpoints endpoints, String what) {
    try (ApiServer server = new ApiServer(asked -> reply)) {
      Loaded.from(server)
          .fails(
              endpoints,
              ErrorCode.SOURCE_REFUSED,
              "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page 1: %s"
                  .formatted(server.url(), what));
    }
  }

  @Test
  void readsCsvThatItsHeaderSaysItIs() {
    String csv =
        "\uFEFFid,code,name,price,ok,at,empty\r\n1,007,\"a \"\"b\"\",\nc\",1.50,true,2026-01-31,\r\n2,8,,2,false,2026-02-01,\"\"\r\n";
    Run run = run(reply("text/csv; charset=utf-8", csv), Endpoints.at("/v1/a"));
    assertThat(run.types())
        .containsExactly(
            "id bigint",
            "code text",
            "name text",
            "price double",
            "ok boolean",
            "at date",
            "empty text");
    assertThat(run.rows().get(0).subList(0, 5))
        .containsExactly(1L, "007", "a \"b\",\nc", 1.5, true);
    assertThat(run.rows().get(0).get(6)).isNull();
    assertThat(run.rows().get(1).get(2)).isNull();
    assertThat(run.rows().get(1).get(6)).isEqualTo("");
    assertThat(run.splits().get(0).query()).contains("single_page (found)");
  }

  @Test
  void readsCsvInItsEncodingAndWithItsDelimiter() {
    byte[] bytes = "id;name\n1;Zoë\n".getBytes(Charset.forName("windows-1252"));
    Run run =
        run(
            new Reply(200, bytes, Map.of("Content-Type", "text/plain")),
            format("csv")
                .with(ApiSetting.CSV_DELIMITER, ";")
                .with(ApiSetting.CHARSET, "windows-1252"));
    assertThat(run.rows().get(0)).containsExactly(1L, "Zoë");
    Run tabs = run(reply("text/tab-separated-values", "id\tname\n1\ta,b\n"), Endpoints.at("/v1/a"));
    assertThat(tabs.rows().get(0)).containsExactly(1L, "a,b");
  }

  @Test
  void asksForTheFormatAndFollowsPages() {
    try (ApiServer server =
        new ApiServer(
            asked -> {
              int page = asked.number("page", 1);
              Reply reply = reply("text/csv", "id\n" + page + "\n");
              String next = "<http://%s/v1/a?page=2>; rel=\"next\"".formatted(asked.header("Host"));
              return page == 1 ? reply.with("Link", next) : reply;
            })) {
      Run run = Loaded.from(server).run(format("csv").cursor("id"));
      assertThat(run.column("id")).containsExactly(1L, 2L);
      assertThat(run.watermark().orElseThrow().value()).isEqualTo("2");
      assertThat(server.asked().get(0).header("Accept")).isEqualTo("text/csv");
    }
  }

  @ParameterizedTest
  @BadInput(
      value = Input.CSV_VALUES,
      says =
          "record 2 of the CSV has 1 values, but its header 2 columns.\nCheck csv_delimiter, which is ','; a value that holds it must stand in double quotes.")
  @BadInput(
      value = Input.CSV_QUOTE,
      says =
          "the CSV ends inside a value in quotes that begins in record 1.\nSee what the API sends there; a double quote inside a value is written twice.")
  @BadInput(
      value = Input.CSV_HEADER,
      says =
          "the header of the CSV names the column 'id' twice.\nHave the API name its columns apart, or ask for JSON.")
  @BadInput(
      value = Input.FORMAT_PAGE,
      says =
          "answered with a web page or XML where CSV is due.\nCheck auth_type, the secrets of the source and base_url, or set response_format.")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id,name/1,a/2/3,c | record 2 of the CSV has 1 values, but its header 2 columns.#Check csv_delimiter, which is ','; a value that holds it must stand in double quotes.
          id,name/1,a,b | record 1 of the CSV has 3 values, but its header 2 columns.#Check csv_delimiter, which is ','; a value that holds it must stand in double quotes.
          id,name/1,"a/2,b/ | the CSV ends inside a value in quotes that begins in record 1.#See what the API sends there; a double quote inside a value is written twice.
          id,id/1,2 | the header of the CSV names the column 'id' twice.#Have the API name its columns apart, or ask for JSON.
          <html></html> | answered with a web page or XML where CSV is due.#Check auth_type, the secrets of the source and base_url, or set response_format.
          `` | answered without a single line.#Check api_endpoint; CSV begins with a line of column names.
          """)
  void refusesBadCsv(String csv, String what) {
    fails(
        reply("text/csv", csv.replace("/", "\n").replace("<\nhtml", "</html")),
        Endpoints.at("/v1/a"),
        what.replace("#", "\n"));
  }

  @Test
  @BadInput(
      value = Input.CSV_ENCODING,
      says =
          "the CSV is not encoded as it says (UTF-8), near record 1.\nWrite its encoding into charset, such as windows-1252.")
  @BadInput(
      value = Input.CSV_ENCODING,
      says =
          "'martian' is no encoding that Java knows.\nWrite the real one into charset, such as UTF-8 or windows-1252.")
  void refusesCsvInAnotherEncoding() {
    byte[] bytes = "id,name\n1,Zoë\n".getBytes(Charset.forName("windows-1252"));
    fails(
        new Reply(200, bytes, Map.of("Content-Type", "text/csv")),
        Endpoints.at("/v1/a"),
        "the CSV is not encoded as it says (UTF-8), near record 1.\nWrite its encoding into charset, such as windows-1252.");
    fails(
        reply("text/csv; charset=martian", "id\n1\n"),
        Endpoints.at("/v1/a"),
        "'martian' is no encoding that Java knows.\nWrite the real one into charset, such as UTF-8 or windows-1252.");
  }

  @Test
  void readsJsonLines() {
    Run run =
        run(
            reply("application/x-ndjson", "{\"id\": 1, \"u\": {\"n\": \"a\"}}\n\n{\"id\": 2.5}\n"),
            Endpoints.at("/v1/a"));
    assertThat(run.types()).containsExactly("id double", "u__n text");
    assertThat(run.column("id")).containsExactly(1.0, 2.5);
    assertThat(run(reply("application/x-ndjson", ""), Endpoints.at("/v1/a")).rows()).isEmpty();
  }

  @Test
  @BadInput(
      value = Input.JSON_LINE,
      says =
          "line 7 is no JSON, at column 8.\nSee what the API sends there; nothing of the page was kept.")
  @BadInput(
      value = Input.JSON_LINE,
      says =
          "the JSON Lines end in the middle of line 7.\nRun the job again; if it stays, ask for less at once.")
  void saysWhichLineOfJsonLinesIsBroken() {
    String good = "{\"id\": 1}\n".repeat(6);
    fails(
        reply("text/plain", good + "{\"id\": oops}\n"),
        format("jsonl"),
        "line 7 is no JSON, at column 8.\nSee what the API sends there; nothing of the page was kept.");
    fails(
        reply("text/plain", good + "{\"id\": 1"),
        format("jsonl"),
        "the JSON Lines end in the middle of line 7.\nRun the job again; if it stays, ask for less at once.");
  }

  private static final String ORDERS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <response xmlns="urn:x"><status>ok</status>
        <orders>
          <order id="1"><!-- c --><total currency="EUR">9.50</total><tag>a</tag><tag>b</tag><note/></order>
          <order id="2"><total currency="USD">10</total><buyer><name>Z &amp; Co</name></buyer></order>
        </orders>
      </response>""";

  @Test
  void readsXml() {
    Run run =
        run(
            reply("application/xml", ORDERS),
            format("xml").with(ApiSetting.DATA_SELECTOR, "orders.order"));
    assertThat(run.types())
        .containsExactly(
            "id bigint",
            "total__currency text",
            "total__value double",
            "tag json",
            "buyer__name text");
    assertThat(run.rows().get(0)).containsExactly(1L, "EUR", 9.5, "[\"a\",\"b\"]", null);
    assertThat(run.rows().get(1)).containsExactly(2L, "USD", 10.0, null, "Z & Co");
    Run children = run(reply("text/xml", "<l><i>1</i><i>2</i></l>"), format("xml"));
    assertThat(children.column("value")).containsExactly(1L, 2L);
  }

  @Test
  @BadInput(
      value = Input.XML_ENTITIES,
      says =
          "the XML holds a DOCTYPE, with which answers can be made to grow without end.\nAsk whoever runs the API to leave it out.")
  @BadInput(
      value = Input.XML_BROKEN,
      says =
          "the answer is no XML, at line 2, column 7.\nCheck api_endpoint and params, and what the API sends there.")
  @BadInput(
      value = Input.FORMAT_PAGE,
      says =
          "answered with a web page where XML is due.\nThat is mostly a page to log in: check auth_type, the secrets of the source, and base_url.")
  void refusesBadXml() {
    fails(
        reply(
            "application/xml",
            "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><l><i>&b;</i></l>"),
        format("xml"),
        "the XML holds a DOCTYPE, with which answers can be made to grow without end.\nAsk whoever runs the API to leave it out.");
    fails(
        reply("application/xml", "<l>\n<i>1</j></l>"),
        format("xml"),
        "the answer is no XML, at line 2, column 7.\nCheck api_endpoint and params, and what the API sends there.");
    fails(
        reply("application/xml", "<l>" + "<a>".repeat(600)),
        format("xml"),
        "the XML is nested deeper than 500.\nSee what the API sends there.");
    fails(
        reply("text/html", "<html><body/></html>"),
        format("xml"),
        "answered with a web page where XML is due.\nThat is mostly a page to log in: check auth_type, the secrets of the source, and base_url.");
  }

  @Test
  @BadInput(
      value = Input.XML_ENTITIES,
      says = "the XML holds a DOCTYPE, with which answers can be made to grow without end.",
      taken = "the file that it names is not read")
  void readsNoFileThatAnXmlNames() throws Exception {
    java.nio.file.Path secret = java.nio.file.Files.createTempFile("xxe", ".txt");
    java.nio.file.Files.writeString(secret, "canary");
    fails(
        reply(
            "application/xml",
            "<!DOCTYPE l [<!ENTITY f SYSTEM \"%s\">]><l><i>&f;</i></l>".formatted(secret.toUri())),
        format("xml"),
        "the XML holds a DOCTYPE, with which answers can be made to grow without end.\nAsk whoever runs the API to leave it out.");
    java.nio.file.Files.delete(secret);
  }
}
