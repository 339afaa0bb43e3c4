package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.EmbeddedMaria;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.Sheets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --types} over each kind of source. */
final class PlanTypesTest {
  @TempDir private Path home;
  private final Sheets sheets = new Sheets();

  @Test
  void saysOfEachColumnOfPostgresqlWhatBecomesOfIt() throws Exception {
    EmbeddedPg.execute(
        "DROP TABLE IF EXISTS typed",
        "CREATE TABLE typed (id bigint, price numeric(10,2), odd numeric, born date, note text, amount numeric(20,4))");
    sheets
        .source("pg", EmbeddedPg.settings())
        .job("typed", "postgresql", "pg", "typed", "column_types", "amount=double")
        .job("gone", "postgresql", "pg", "no_such_table");

    String report = plan(1);

    assertThat(report)
        .contains("typed  (postgresql typed)\n")
        .containsPattern("column +source type +lands as +Parquet type +lossless +why, and")
        .containsPattern("id +int8 +bigint +int64 +yes\n")
        .containsPattern(
            "price +numeric\\(10,2\\) +decimal\\(10,2\\) +int64 \\(DECIMAL\\(10,2\\)\\) +or it fails +fails for NaN; choose text\n")
        .containsPattern("odd +numeric +text +binary \\(STRING\\) +yes +all digits; choose decimal")
        .containsPattern("born +date +date +int32 \\(DATE\\) +or it fails +fails for `infinity`")
        .containsPattern(
            "amount +numeric\\(20,4\\) +double +double +no +each value becomes the nearest double; choose decimal\\(20,4\\)\n")
        .contains("gone  (postgresql no_such_table)\n  would fail: ")
        .endsWith(
            "6 columns of 2 jobs: 3 lossless, 2 lossless or the job fails, 1 with values that change. Nothing was loaded.\n");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void saysItOfMariaDbToo() throws Exception {
    EmbeddedMaria.execute(
        "DROP TABLE IF EXISTS typed",
        "CREATE TABLE typed (id bigint unsigned, born date, place point)");
    sheets
        .row(
            "Sources",
            "source_name",
            "maria",
            "host",
            "127.0.0.1",
            "port",
            Integer.toString(EmbeddedMaria.port()),
            "database",
            EmbeddedMaria.DATABASE,
            "username",
            EmbeddedMaria.USER,
            "password",
            EmbeddedMaria.PASSWORD)
        .job("typed", "mysql", "maria", "typed");

    assertThat(plan(0))
        .containsPattern("id +bigint unsigned +decimal\\(20,0\\) .* yes +a bigint would not hold")
        .containsPattern("born +date +date .* or it fails +fails for a zero date")
        .containsPattern("place +point +binary +binary +no +WKB, without the SRID");
  }

  @Test
  void findsTheTypesOfAnApiInItsRecords() throws Exception {
    HttpServer api = api("[{\"id\":1,\"v\":1.5,\"o\":{\"a\":[1]}},{\"id\":2,\"v\":\"x\"}]");
    try {
      sheets
          .row("Sources", "source_name", "web", "base_url", url(api))
          .job("items", "rest", "web", "items", "api_endpoint", "/items");

      assertThat(plan(0))
          .containsPattern("id +JSON integer +bigint +int64 +yes\n")
          .containsPattern("v +JSON fraction and text +text .* yes +each value in its own words\n")
          .containsPattern("o__a +JSON json +json .* yes +as JSON text\n")
          .contains(
              "The types are those of the records that are there now; others may bring more.");
    } finally {
      api.stop(0);
    }
  }

  @Test
  void saysWhatIsInTheListsOfAnApi() throws Exception {
    HttpServer api =
        api("[{\"id\":1,\"l\":[{\"a\":1,\"tags\":[\"x\",null]}]},{\"id\":2,\"l\":[]}]");
    try {
      sheets
          .row("Sources", "source_name", "web", "base_url", url(api), "nested", "native")
          .job("items", "rest", "web", "items", "api_endpoint", "/items");

      assertThat(plan(0))
          .containsPattern(
              "l +JSON list +list\\(struct\\(a bigint, tags list\\(text\\)\\)\\) +list of struct of \\(a int64, tags list of binary \\(STRING\\)\\) +yes\n");
      assertThat(said(0, "preview", "items"))
          .containsPattern(
              "l +JSON list +list\\(struct\\(a bigint, tags list\\(text\\)\\)\\) +\\[\\{\"a\":1,\"tags\":\\[\"x\",null\\]\\}\\] +\\[\\]\n");
    } finally {
      api.stop(0);
    }
  }

  private static HttpServer api(String json) throws Exception {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/items",
        exchange -> {
          byte[] body = json.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    api.start();
    return api;
  }

  private static String url(HttpServer api) {
    return "http://127.0.0.1:" + api.getAddress().getPort();
  }

  private String plan(int exitCode) throws Exception {
    return said(exitCode, "plan", "--types");
  }

  private String said(int exitCode, String... arguments) throws Exception {
    sheets.write(home.resolve("config/ingestion_config.xlsx"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, UTF_8);
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console = new Console(both, both, redactor::redact, Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, Map.of(), redactor, clock, console::tell);
    int code =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(arguments);
    assertThat(code).as(out.toString(UTF_8)).isEqualTo(exitCode);
    return out.toString(UTF_8);
  }
}
