package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables inside the records of an API, with all commands. */
final class InnerTableCommandsTest {
  @TempDir private Path home;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile String answer =
      "[{\"id\": 1, \"lines\": [{\"sku\": \"x\"}, {\"sku\": \"y\"}]}, {\"id\": 2}]";
  private HttpServer api;
  private SqliteShop shop;

  @BeforeEach
  void begin() throws Exception {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/orders",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = answer.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    api.start();
    shop = new SqliteShop(home);
    shop.write(
        new Sheets()
            .row("Sources", "source_name", "crm", "base_url", url(), "nested", "tables")
            .job("orders", "rest", "crm", "orders", "api_endpoint", "/orders"));
  }

  @AfterEach
  void end() {
    api.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + api.getAddress().getPort();
  }

  private String rows(String table) throws Exception {
    return dev.penstock.testing.DuckDb.rows(
            "select count(*) from read_parquet('%s/data/%s/*/*/*/*.parquet')"
                .formatted(home, table))
        .get(0);
  }

  @Test
  void eachTableIsAJobOfItsOwn() throws Exception {
    assertThat(shop.run(0, "plan"))
        .contains("orders  (rest orders, FULL, snapshot)")
        .contains("orders.lines  (rest orders__lines, FULL, snapshot)")
        .contains("2 jobs planned, none would fail.");
    assertThat(shop.run(0, "plan", "--types")).contains("_parent_id", "_list_index", "sku");

    requests.set(0);
    assertThat(shop.run(0)).contains("2 SUCCESS in");
    assertThat(requests).hasValue(1);
    assertThat(rows("orders")).isEqualTo("2");
    assertThat(rows("orders__lines")).isEqualTo("2");
    assertThat(audit()).contains(",orders,SUCCESS,2,", ",orders.lines,SUCCESS,2,");

    assertThat(shop.run(0, "history")).contains("orders.lines");
    assertThat(shop.run(0, "verify")).contains("orders.lines");
    assertThat(shop.run(0, "state", "show", "--job", "orders.lines")).contains("orders.lines");
    assertThat(shop.run(0, "preview", "orders.lines"))
        .contains("orders.lines  (rest orders__lines)", "sku", "2 rows are shown.");
    // Of the row alone nothing is chosen that was not asked for.
    assertThat(shop.run(0, "verify", "--job", "orders.lines")).doesNotContain("orders  ");
    String known = "\nEnabled jobs: orders, orders.lines\n";
    shop.run(2, "plan", "--job", "order");
    assertThat(shop.said()).contains("matches --job order." + known);
    shop.run(2, "run", "--job", "order.lines");
    assertThat(shop.said()).contains(known);
    for (String command : List.of("preview", "undo")) {
      shop.run(2, command, "nobody.lines");
      assertThat(shop.said())
          .contains("job 'nobody.lines': no enabled row of the workbook has this job_id." + known);
    }
  }

  @Test
  void aTableThatNobodyHasIsNoGoodNews() throws Exception {
    shop.run(0);
    for (String command : List.of("verify", "repair")) {
      assertThat(shop.run(2, command, "--job", "orders.lnes")).isEmpty();
      assertThat(shop.said())
          .isEqualTo(
              "Nothing was loaded that matches --job orders.lnes.\nEnabled jobs: orders, orders.lines\n");
    }
    shop.write(
        new Sheets()
            .row("Sources", "source_name", "crm", "base_url", url())
            .job("orders", "rest", "crm", "orders", "api_endpoint", "/orders"));
    shop.run(1, "preview", "orders.lines");
    assertThat(shop.said())
        .isEqualTo(
            "sheet SourceConfig, row 2: job orders.lines would be a table inside the records of job orders, but lists in them are none.\nSet nested to tables for it in the sheet Endpoints, or name the job orders.\n");
  }

  @Test
  void aTableThatIsNamedIsLoadedWithItsRecords() throws Exception {
    answer = "[{\"id\": 1, \"lines\": [{\"sku\": \"x\"}], \"tags\": [1]}]";
    assertThat(shop.run(0, "run", "--job", "orders.lines")).contains("2 SUCCESS in");
    assertThat(home.resolve("data/orders__tags")).doesNotExist();
    assertThat(shop.run(0, "undo", "orders.lines", "--reason", "test", "--yes"))
        .contains("orders.lines");
  }

  @Test
  void refusesATableUnderTheIdOfAnotherJob() throws Exception {
    shop.sql("CREATE TABLE lines (id INTEGER)", "INSERT INTO lines VALUES (7)");
    shop.write(
        new Sheets()
            .row("Sources", "source_name", "crm", "base_url", url(), "nested", "tables")
            .job(
                "orders",
                "rest",
                "crm",
                "orders",
                "api_endpoint",
                "/orders",
                "depends_on",
                "orders.lines")
            .job("orders.lines", "sqlite", "shop", "lines"));
    assertThat(shop.run(1)).contains("orders.*");
    assertThat(audit())
        .contains(
            "the table orders__lines would be loaded as job orders.lines, but a job of that id has loaded lines.");
    assertThat(rows("lines")).isEqualTo("1");
    assertThat(home.resolve("data/orders__lines")).doesNotExist();
  }

  private String audit() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(home.resolve("metadata"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
