package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.DemoWorkbook;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger does first, with the packaged jar and the committed workbook. */
final class FirstRunIT {
  @TempDir Path home;
  private PenstockProcess penstock;

  @BeforeEach
  void freshClone() throws IOException {
    DemoWorkbook.copyInto(home);
    penstock = new PenstockProcess(home);
  }

  @Test
  void loadsTheDemoShopAndThenFindsNothingNew() throws Exception {
    Result first = penstock.run();
    assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
    assertThat(first.out()).contains("shop_orders").contains("SUCCESS").contains("10 SUCCESS in ");
    assertThat(first.err()).isEmpty();
    for (String table : DemoWorkbook.TABLES) {
      assertThat(DuckDb.count(data(table))).as(table).isEqualTo(sourceCount(table));
    }

    Result second = penstock.run();
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("7 NOTHING_NEW, 3 SUCCESS in ");
    for (String table : DemoWorkbook.TABLES) {
      assertThat(DuckDb.count(data(table))).as(table).isEqualTo(sourceCount(table));
    }
    assertThat(files("metadata", ".csv")).hasSize(1);
    assertThat(Files.readAllLines(files("metadata", ".csv").get(0))).hasSize(21);
    assertThat(files("metadata", ".json")).hasSize(2);
    assertThat(stagingFiles()).isEmpty();
  }

  @Test
  void rowsInsertedBetweenRunsArriveExactlyOnce() throws Exception {
    assertThat(here("--job", "shop_orders").exitCode()).isZero();
    long before = DuckDb.count(data("orders"));
    sqlite(
        "insert into orders select order_id + 1000000, customer_id, status, currency, total, paid,"
            + " coupon, note, deliver_by, ordered_on, ordered_at, '2026-11-01 00:00:00'"
            + " from orders order by order_id limit 7");

    assertThat(here("--job", "shop_orders").exitCode()).isZero();
    assertThat(here("--job", "shop_orders").exitCode()).isZero();

    assertThat(DuckDb.count(data("orders"))).isEqualTo(before + 7);
    assertThat(
            DuckDb.rows(
                "select count(*), count(distinct order_id) from "
                    + DuckDb.table(data("orders"))
                    + " where order_id > 1000000"))
        .containsExactly("7|7");
  }

  @Test
  void aWrongColumnNameFailsItsJobAloneAndSaysWhatToDo() throws Exception {
    sqlite("alter table orders rename column updated_at to changed_at");

    Result result = here();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("FAILED").contains("updated_at").contains("8 SUCCESS");
    assertThat(result.out() + result.err()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(data("orders")).doesNotExist();
  }

  @Test
  void planTouchesNothing() throws Exception {
    Result plan = penstock.run("plan");

    assertThat(plan.exitCode()).as(plan.err() + plan.out()).isZero();
    assertThat(plan.out())
        .contains("shop_orders")
        .contains("updated_at")
        .contains("data/shop/orders/");
    assertThat(home.resolve("data/shop")).doesNotExist();
    assertThat(files("metadata", ".csv")).isEmpty();
  }

  @Test
  void planSaysOfEachColumnWhetherItsValuesStayWhatTheyAre() throws Exception {
    Result plan = here("plan", "--types", "--job", "shop_orders");

    assertThat(plan.exitCode()).as(plan.err() + plan.out()).isZero();
    assertThat(plan.out())
        .contains("shop_orders  (sqlite orders)")
        .containsPattern("updated_at +\\w+ +timestamp +int64 \\(TIMESTAMP\\(MICROS,false\\)\\) ")
        .containsPattern("columns of 1 job: .* 0 with values that change. Nothing was loaded.");
    assertThat(home.resolve("data/shop")).doesNotExist();
  }

  @Test
  void sigtermStopsCleanlyWith130() throws Exception {
    Process process = penstock.start("--jobs", "1");
    while (process.isAlive() && files("data", ".parquet").isEmpty()) {
      Thread.onSpinWait();
    }
    process.destroy();
    process.waitFor();

    Result stopped = penstock.result(process);
    assertThat(stopped.exitCode()).as(stopped.err() + stopped.out()).isEqualTo(130);
    assertThat(stopped.out()).contains("INTERRUPTED");

    Result next = here();
    assertThat(next.exitCode()).as(next.err() + next.out()).isZero();
    for (String table : DemoWorkbook.TABLES) {
      assertThat(DuckDb.count(data(table))).as(table).isEqualTo(sourceCount(table));
    }
  }

  @Test
  void stateAndHistoryFollowTheCommits() throws Exception {
    here("--job", "shop_products");
    Result set =
        penstock.run("state", "set", "shop_products", "2020-01-01 00:00:00", "--reason", "replay");
    assertThat(set.exitCode()).as(set.err() + set.out()).isZero();

    assertThat(here("state", "show", "--job", "shop_products").out())
        .contains("2020-01-01 00:00:00");
    assertThat(here("history", "--job", "shop_products").out())
        .contains("append")
        .contains("state: replay");

    Result refresh = here("--full-refresh", "--job", "shop_products");
    assertThat(refresh.exitCode()).as(refresh.err() + refresh.out()).isZero();
    assertThat(DuckDb.count(data("products"))).isEqualTo(sourceCount("products"));
  }

  @Test
  void theAuditIsRebuiltFromTheCommitRecords() throws Exception {
    // One at a time, as the rows of a rebuilt file are sorted by time.
    here("--jobs", "1", "--job", "shop_p*");
    Path audit = files("metadata", ".csv").get(0);
    byte[] written = Files.readAllBytes(audit);
    Files.delete(audit);

    Result rebuild = penstock.run("history", "--rebuild");

    assertThat(rebuild.exitCode()).as(rebuild.err() + rebuild.out()).isZero();
    assertThat(Files.readAllBytes(audit)).isEqualTo(written);
  }

  @Test
  void initWritesAWorkbookThatValidates() throws Exception {
    Path fresh = Files.createDirectory(home.resolve("fresh"));
    PenstockProcess there = new PenstockProcess(fresh);

    Result init = there.run("init");
    assertThat(init.exitCode()).as(init.err()).isZero();
    assertThat(there.run("validate").exitCode()).isZero();
    assertThat(Files.getPosixFilePermissions(fresh.resolve(".dlt/secrets.toml")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(there.run("init").out()).contains("kept ");
  }

  @Test
  void discoverProposesRowsThatRun() throws Exception {
    here("--job", "shop_categories");
    new Sheets()
        .source("shop", Map.of("source_type", "sqlite", "path", shopFile().toString()))
        .job("one", "sqlite", "shop", "suppliers")
        .write(home.resolve("config/ingestion_config.xlsx"));

    Result list = penstock.run("discover", "--table", "order*", "--table", "!order_lines");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out())
        .containsPattern("orders +table +[\\d,]+ +12 +order_id +INCREMENTAL by updated_at")
        .doesNotContain("order_lines")
        .contains("1 table in source shop.");
    Result add = penstock.run("discover", "--add", "--enable");
    assertThat(add.exitCode()).as(add.err()).isZero();
    assertThat(add.out()).contains("rows added, enabled; 1 was there already.");
    Result run = here();
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(DuckDb.count(home.resolve("data/orders"))).isEqualTo(sourceCount("orders"));
  }

  @Test
  void aRowDeletedAtTheSourceGetsATombstone() throws Exception {
    here("--job", "shop_categories");
    new Sheets()
        .source("shop", Map.of("source_type", "sqlite", "path", shopFile().toString()))
        .job(
            "orders",
            "sqlite",
            "shop",
            "orders",
            "load_type",
            "INCREMENTAL",
            "watermark_column",
            "updated_at",
            "primary_key",
            "order_id",
            "detect_deletes",
            "Y")
        .write(home.resolve("config/ingestion_config.xlsx"));
    assertThat(here().exitCode()).isZero();
    long rows = sourceCount("orders");
    sqlite("delete from orders where order_id in (select order_id from orders limit 3)");

    Result plan = here("plan");
    assertThat(plan.out())
        .contains(
            "  deletes  keys of all rows at the source, compared with those of %,d rows in 1 file"
                .formatted(rows))
        .contains("  sql      SELECT \"order_id\" FROM \"orders\"");
    assertThat(here("--skip-deletes").out()).contains("1 NOTHING_NEW in ");
    Result run = here();
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.out() + run.err())
        .contains("3 rows are gone at the source; as many rows with _deleted = true were added");
    assertThat(
            DuckDb.rows(
                "select _deleted, count(*), count(status) from %s group by _deleted order by 1"
                    .formatted(DuckDb.table(home.resolve("data/orders")))))
        .containsExactly("false|%d|%d".formatted(rows, rows), "true|3|0");
    assertThat(penstock.run("verify", "--recount").out()).contains("same    good");
    assertThat(here().out()).contains("1 NOTHING_NEW in ");
  }

  @Test
  void usageErrorsExitWith2AndShowNoStackTrace() throws Exception {
    Result unknown = penstock.run("frobnicate");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("frobnicate").doesNotContain("\tat ");

    Result missing = here("validate", "--workbook", "nowhere.xlsx");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("nowhere.xlsx").doesNotContain("\tat ");

    Result setting = here("--set", "compression=brotli");
    assertThat(setting.exitCode()).isEqualTo(2);
    assertThat(setting.err()).contains("brotli");

    assertThat(here("--job", "nothing*").exitCode()).isEqualTo(2);
    assertThat(here("--help").exitCode()).isZero();
    assertThat(penstock.run("version").out()).contains("penstock ");
    assertThat(penstock.run("completion").out()).contains("complete -F _complete_penstock");
  }

  /** In this JVM, to which the workbook has to name the places of the demo shop in full. */
  private Result here(String... arguments) throws IOException {
    DemoWorkbook.nameInFull(home);
    return penstock.runHere(arguments);
  }

  private Path shopFile() {
    return home.resolve("data/demo/shop.db");
  }

  private Path data(String table) {
    return home.resolve("data/shop").resolve(table);
  }

  private Connection shop() throws SQLException, IOException, InterruptedException {
    if (!Files.exists(shopFile())) {
      here("plan", "--job", "shop_categories");
    }
    return DriverManager.getConnection("jdbc:sqlite:" + shopFile());
  }

  private void sqlite(String sql) throws SQLException, IOException, InterruptedException {
    try (Connection connection = shop();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long sourceCount(String table) throws SQLException, IOException, InterruptedException {
    try (Connection connection = shop();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      return rows.getLong(1);
    }
  }

  /** A run under way moves files about, so one that is gone when it is looked at is passed over. */
  private List<Path> files(String folder, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Path top = home.resolve(folder);
    if (Files.exists(top)) {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return path.endsWith("_penstock")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (path.toString().endsWith(ending)) {
                found.add(path);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return found;
  }

  private List<Path> stagingFiles() throws IOException {
    try (Stream<Path> paths = Files.walk(home.resolve("data/shop/_penstock"))) {
      return paths
          .filter(path -> path.toString().contains("/staging/"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
