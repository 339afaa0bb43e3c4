package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of which one is asked for each record of the other, all from the workbook. */
final class ParentJobsTest {
  @TempDir private Path home;
  private SqliteShop shop;
  private HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicReference<String> issues =
      new AtomicReference<>(
          "[{\"number\": 7, \"title\": \"one\"}, {\"number\": 8, \"title\": \"two\"}]");

  private final AtomicReference<String> orders = new AtomicReference<>("[]");

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    shop = new SqliteShop(home);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String path = exchange.getRequestURI().getPath();
      asked.add(path + (body.isEmpty() ? "" : " " + body));
      String number = body.replaceAll("\\D", "");
      String json =
          path.equals("/issues")
              ? issues.get()
              : path.equals("/orders")
                  ? orders.get()
                  : "[{\"id\": 1%s, \"at\": \"2026-01-0%sT00:00:00Z\"}]".formatted(number, number);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, json.length());
      exchange.getResponseBody().write(json.getBytes(UTF_8));
    }
  }

  private Sheets jobs(String loadType) {
    return new Sheets()
        .job(
            "issues",
            "rest",
            "hub",
            "issues",
            "api_endpoint",
            "/issues",
            "primary_key",
            "number",
            "enabled",
            "N")
        .job(
            "comments",
            "rest",
            "hub",
            "comments",
            "api_endpoint",
            "/comments",
            "primary_key",
            "id",
            "load_type",
            loadType,
            "watermark_column",
            loadType.equals("FULL") ? "" : "at")
        .row(
            "Endpoints",
            "job_id",
            "comments",
            "api_method",
            "POST",
            "body",
            "{\n \"of\": \"{parent.number}\"\n}",
            "parent",
            "issues",
            "parent_fields",
            "title",
            "parallel_requests",
            "2")
        .row(
            "Sources",
            "source_name",
            "hub",
            "base_url",
            "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private List<String> rows() throws Exception {
    return DuckDb.rows(
        "SELECT id, _parent_number, _parent_title FROM read_parquet('%s/data/comments/*/*/*/*.parquet') ORDER BY ALL"
            .formatted(home));
  }

  @Test
  void loadsThemFromTheWorkbookAlone() throws Exception {
    shop.write(jobs("FULL"));
    assertThat(shop.run(0, "validate")).contains("1 enabled job ready");
    assertThat(asked).isEmpty();
    shop.run(0, "run");
    assertThat(asked)
        .containsExactlyInAnyOrder("/issues", "/comments {\"of\":7}", "/comments {\"of\":8}");
    assertThat(rows()).containsExactly("17|7|one", "18|8|two");
    assertThat(home.resolve("data/issues")).doesNotExist();
  }

  @Test
  void previewsTheFirstParent() throws Exception {
    shop.write(jobs("FULL"));
    assertThat(shop.run(0, "preview", "comments"))
        .contains("POST http://127.0.0.1")
        .contains("asked for the first record of job issues, number=7, pages read 1")
        .contains("_parent_number")
        .contains("2026-01-07T00:00:00Z")
        .contains("1 row is shown.");
    assertThat(asked).containsExactly("/issues", "/comments {\"of\":7}");
    issues.set("[]");
    assertThat(shop.run(0, "preview", "comments"))
        .contains("asked for no record of job issues, pages read 0")
        .contains("no row");
  }

  @Test
  void previewsAfterALoadWhatTheFirstParentHas() throws Exception {
    shop.write(jobs("INCREMENTAL"));
    shop.run(0, "run");
    // The greatest watermark of all is that of another parent.
    assertThat(shop.run(0, "preview", "comments")).contains("number=7", "1 row is shown.");
    // A watermark means nothing to a job that reads all.
    shop.write(jobs("FULL"));
    assertThat(shop.run(0, "preview", "comments")).contains("number=7", "1 row is shown.");
  }

  @Test
  void setsTheWatermarkOfATableInsideTheRecords() throws Exception {
    shop.write(
        jobs("INCREMENTAL")
            .row("Sources", "source_name", "lists", "base_url", url(), "nested", "tables")
            .job(
                "orders",
                "rest",
                "lists",
                "orders",
                "api_endpoint",
                "/orders",
                "load_type",
                "INCREMENTAL",
                "watermark_column",
                "at"));
    orders.set("[{\"id\": 1, \"at\": 5, \"lines\": [1]}, {\"id\": 2, \"at\": 6, \"lines\": [2]}]");
    shop.run(0, "run", "--job", "orders");
    assertThat(shop.run(0, "state", "set", "orders.lines", "5", "--reason", "again"))
        .contains("orders.lines: commit 2, watermark 5");
    assertThat(shop.run(0, "run", "--job", "orders")).contains("1 NOTHING_NEW, 1 SUCCESS");
  }

  @Test
  void plansSetsAndChecksWhatHasAWatermarkForEachParent() throws Exception {
    shop.write(jobs("INCREMENTAL"));
    shop.run(0, "run");
    issues.set("[{\"number\": 8, \"title\": \"two\"}, {\"number\": 5, \"title\": \"new\"}]");
    assertThat(shop.run(0, "plan"))
        .contains("late rows: reads each parent from its own watermark on")
        .contains(
            "window   at past the watermark of each parent, the greatest being 2026-01-08T00:00:00Z")
        .contains("rows     1\n");
    shop.run(0, "run");
    assertThat(rows()).containsExactly("15|5|new", "17|7|one", "18|8|two");
    assertThat(shop.run(0, "state", "show")).contains("2026-01-08T00:00:00Z");
    assertThat(shop.run(0, "verify", "--recount", "--job", "comments"))
        .containsPattern("comments +2 +2 +3 .* same +good");
    issues.set("[]");
    assertThat(shop.run(1, "verify", "--recount", "--job", "comments"))
        .containsPattern("it has 0 rows now where load \\S+ read 1");
    shop.run(0, "state", "set", "comments", "2026-01-09T00:00:00Z", "--reason", "test");
    issues.set("[{\"number\": 6, \"title\": \"old\"}]");
    shop.run(0, "run");
    assertThat(rows()).hasSize(3);
  }

  @Test
  void saysWhatIsWrongBeforeAnythingIsAsked() throws Exception {
    Sheets wrong =
        jobs("FULL")
            .job("lost", "rest", "hub", "lost", "api_endpoint", "/l/{parent.id}")
            .job("idle", "rest", "hub", "idle", "api_endpoint", "/i", "parent", "issues");
    shop.write(wrong);
    assertThat(shop.run(2, "validate"))
        .contains(
            "sheet SourceConfig, row 4, column api_endpoint: {parent.id} stands for nothing, as the column parent is empty.")
        .contains(
            "sheet SourceConfig, row 5, column parent: no request would name a field of its records");
    assertThat(asked).isEmpty();
  }
}
