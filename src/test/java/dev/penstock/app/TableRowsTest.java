package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.Sheets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the workbook that mean several tables, with all commands. */
final class TableRowsTest {
  @TempDir private Path home;
  private SqliteShop shop;

  @BeforeEach
  void makeShop() throws Exception {
    shop = new SqliteShop(home);
    shop.sql(
        "CREATE TABLE sales_2024 (id INTEGER PRIMARY KEY)",
        "INSERT INTO sales_2024 VALUES (1), (2)",
        "CREATE TABLE sales_2025 (id INTEGER PRIMARY KEY)",
        "INSERT INTO sales_2025 VALUES (3)",
        "CREATE TABLE sales_tmp (id INTEGER PRIMARY KEY)",
        "CREATE VIEW \"sales by % day\" AS SELECT id FROM sales_2024",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY)",
        "INSERT INTO orders VALUES (7)");
    shop.write(
        new Sheets()
            .job(
                "s",
                "sqlite",
                "shop",
                "sales*, !*_tmp",
                "load_type",
                "INCREMENTAL",
                "watermark_column",
                "id")
            .job("after", "sqlite", "shop", "orders", "depends_on", "s"));
  }

  @Test
  void eachTableIsAJobOfItsOwn() throws Exception {
    assertThat(shop.run(0, "plan"))
        .contains("s.sales_2024  (sqlite sales_2024, INCREMENTAL, append)")
        .contains("s.sales by % day  (sqlite sales by % day, INCREMENTAL, append)")
        .contains("4 jobs planned, none would fail.")
        .doesNotContain("sales_tmp");

    assertThat(shop.run(0)).contains("4 SUCCESS in");

    assertThat(shop.ids("sales_2024")).containsExactly("1", "2");
    assertThat(shop.ids("sales_2025")).containsExactly("3");
    assertThat(shop.ids("sales%20by%20%25%20day")).containsExactly("1", "2");
    assertThat(home.resolve("data/sales_tmp")).doesNotExist();
    shop.sql("INSERT INTO sales_2025 VALUES (4)", "CREATE TABLE sales_2026 (id INTEGER)");
    shop.sql("INSERT INTO sales_2026 VALUES (5)");
    shop.run(0);
    assertThat(shop.ids("sales_2025")).containsExactly("3", "4");
    assertThat(shop.ids("sales_2026")).containsExactly("5");
  }

  @Test
  void whatWasLoadedIsKnownWithoutTheSource() throws Exception {
    shop.run(0);
    Files.delete(home.resolve("shop.db"));

    assertThat(shop.run(0, "state", "show"))
        .containsPattern("s.sales_2024 +1 .* id +2\\n")
        .containsPattern("s.sales by % day +1 .* id +2\\n");
    assertThat(shop.run(0, "history", "--job", "s.*2025")).containsOnlyOnce("s.sales_2025");
    assertThat(shop.run(0, "verify"))
        .endsWith("4 jobs verified: everything is as the records say.\n");
    assertThat(shop.run(0, "repair", "--table", "sales_2024"))
        .isEqualTo("s.sales_2024: nothing to mend\n1 job looked at.\n");
    assertThat(shop.run(0, "undo", "s.sales_2024", "--yes", "--reason", "late"))
        .contains("goes        2 rows in 1 file");
    assertThat(shop.parquet("sales_2024")).isEmpty();
    assertThat(shop.ids("sales_2025")).containsExactly("3");
  }

  @Test
  void filtersChooseAmongTheTablesOfARow() throws Exception {
    assertThat(shop.run(0, "run", "--job", "s.sales_2025")).contains("1 SUCCESS in");
    assertThat(shop.run(0, "plan", "--table", "sales_2024")).contains("1 job planned");
    assertThat(shop.run(0, "run", "--job", "after")).contains("1 SUCCESS in");
    shop.run(2, "plan", "--job", "s.orders");
    shop.run(2, "run", "--job", "s.orders");
    assertThat(shop.said())
        .isEqualTo("No enabled job matches --job s.orders.\nEnabled jobs: s, after\n");
  }

  @Test
  void theStateOfOneTableIsSetByItsId() throws Exception {
    shop.run(0);
    shop.run(0, "state", "set", "s.sales_2024", "1", "--reason", "row 2 was wrong");
    shop.run(0);
    assertThat(shop.ids("sales_2024")).containsExactly("1", "2", "2");
    assertThat(shop.ids("sales_2025")).containsExactly("3");
    shop.run(2, "state", "set", "s.sales_tmp", "1", "--reason", "typo");
    assertThat(shop.said()).startsWith("job 's.sales_tmp': no enabled row");
  }

  @Test
  void aRowWhoseTablesCannotBeListedFailsAndWhatWaitsForItIsSkipped() throws Exception {
    Files.delete(home.resolve("shop.db"));

    String summary = shop.run(1);

    assertThat(summary)
        .containsPattern("after +SKIPPED")
        .contains("after: s did not succeed: ")
        .containsPattern("(?m)^s +(VALIDATION_)?FAILED");
    assertThat(Files.readString(onlyAudit())).contains(",s,").contains(",after,SKIPPED,");
    assertThat(shop.run(1, "plan", "--job", "s")).contains("would fail: ");
  }

  @Test
  void aRowThatMatchesNoTableSaysWhichThereAre() throws Exception {
    shop.write(new Sheets().job("s", "sqlite", "shop", "sale_*"));

    assertThat(shop.run(1))
        .contains(
            "sheet SourceConfig, row 2, column table_name: no table of source shop matches 'sale_*'.\n"
                + "  Tables there: orders, sales by % day, sales_2024, sales_2025, sales_tmp.");
  }

  private Path onlyAudit() throws Exception {
    try (var files = Files.list(home.resolve("metadata"))) {
      return files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
    }
  }
}
