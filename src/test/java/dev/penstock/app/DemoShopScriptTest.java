package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoShopScriptTest {
  private static final Path SCRIPT = Path.of("config", "demo_shop.sql");
  private static Connection shop;

  @BeforeAll
  static void makeShop() throws Exception {
    shop = DriverManager.getConnection("jdbc:sqlite::memory:");
    run(shop);
  }

  @AfterAll
  static void close() throws SQLException {
    shop.close();
  }

  @Test
  void makesTenTables() throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String table : tables()) {
      counts.put(table, number("SELECT count(*) FROM " + table));
    }

    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "categories", 40L,
                "suppliers", 60L,
                "products", 1_000L,
                "customers", 5_000L,
                "orders", 20_000L,
                "order_lines", 50_000L,
                "payments", 20_000L,
                "shipments", 15_000L,
                "stock_levels", 3_000L,
                "web_events", 10_000L));
  }

  @Test
  void isTheSameShopEachTime(@TempDir Path folder) throws Exception {
    try (Statement statement = shop.createStatement()) {
      statement.execute("VACUUM INTO '" + folder.resolve("first.db") + "'");
      run(shop);
      statement.execute("ATTACH '" + folder.resolve("first.db") + "' AS first");
      for (String table : tables()) {
        assertThat(number(difference("main." + table, "first." + table))).as(table).isZero();
        assertThat(number(difference("first." + table, "main." + table))).as(table).isZero();
      }
      statement.execute("DETACH first");
    }
  }

  @Test
  void breaksNoForeignKey() throws SQLException {
    assertThat(rows("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void hasAnUpdateTimeInEveryRowThatChanges() throws SQLException {
    for (String table : List.of("products", "customers", "orders", "payments", "shipments")) {
      assertThat(
              number(
                  "SELECT count(*) FROM "
                      + table
                      + " WHERE updated_at NOT GLOB '????-??-?? ??:??:??'"
                      + " OR updated_at > '2026-10-31 23:59:59'"))
          .as(table)
          .isZero();
    }
  }

  @Test
  void keepsMoneyExact() throws SQLException {
    for (String column : decimals()) {
      int dot = column.indexOf('.');
      assertThat(
              number(
                  "SELECT count(*) FROM %2$s WHERE %1$s <> round(%1$s, 2) OR abs(%1$s) >= 1e12"
                      .formatted(column.substring(dot + 1), column.substring(0, dot))))
          .as(column)
          .isZero();
    }
    assertThat(
            number(
                "SELECT count(*) FROM orders o WHERE total <> round((SELECT sum(quantity *"
                    + " unit_price - discount) FROM order_lines l WHERE l.order_id = o.order_id),"
                    + " 2)"))
        .isZero();
  }

  @Test
  void holdsEveryCommonType() throws SQLException {
    assertThat(
            rows(
                "SELECT DISTINCT upper(c.type) FROM sqlite_schema t, pragma_table_info(t.name) c"
                    + " WHERE t.type = 'table'"))
        .contains(
            "INTEGER",
            "SMALLINT",
            "BIGINT",
            "DECIMAL(10,2)",
            "DECIMAL(12,2)",
            "REAL",
            "DOUBLE",
            "TEXT",
            "VARCHAR(40)",
            "CHAR(3)",
            "BOOLEAN",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "BLOB",
            "JSON");
  }

  @Test
  void holdsNullsEmptyTextAndEmoji() throws SQLException {
    assertThat(number("SELECT count(*) FROM customers WHERE phone IS NULL")).isEqualTo(1_000);
    assertThat(number("SELECT count(*) FROM customers WHERE phone = ''")).isEqualTo(1_000);
    assertThat(number("SELECT count(*) FROM products WHERE thumbnail = x''")).isEqualTo(20);
    assertThat(number("SELECT count(*) FROM shipments WHERE carrier = 'Bicycle 🚲'"))
        .isEqualTo(5_001);
    assertThat(rows("SELECT name FROM suppliers WHERE supplier_id = 4")).containsExactly("東京製作所 4");
  }

  private static List<String> decimals() throws SQLException {
    List<String> found =
        rows(
            "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
                + " WHERE t.type = 'table' AND c.type LIKE 'DECIMAL%,2)'");
    assertThat(found).hasSize(7);
    return found;
  }

  private static void run(Connection connection) throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      String script = Files.readString(SCRIPT, StandardCharsets.UTF_8);
      for (String sql : Pattern.compile(";\\R").splitAsStream(script).toList()) {
        statement.execute(sql);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static String difference(String one, String other) {
    return "SELECT count(*) FROM (SELECT * FROM %s EXCEPT SELECT * FROM %s)".formatted(one, other);
  }

  private static List<String> tables() throws SQLException {
    return rows("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name");
  }

  private static long number(String sql) throws SQLException {
    return Long.parseLong(rows(sql).get(0));
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = shop.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
