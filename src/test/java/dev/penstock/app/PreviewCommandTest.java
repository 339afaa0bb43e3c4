package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.Sheets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreviewCommandTest {
  @TempDir private Path home;
  private SqliteShop shop;

  @BeforeEach
  void makeShop() throws Exception {
    shop = new SqliteShop(home);
    shop.sql(
        "CREATE TABLE items (id INTEGER)",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, price DECIMAL(10,2), seal BLOB)",
        "INSERT INTO orders VALUES (1, NULL, 1.5, x'0102'), (2, '', NULL, NULL), (3, 'two\nlines', 3, NULL), (4, 'a text that goes on for longer than there is room in a table', 4, NULL)");
    shop.write(
        new Sheets()
            .job(
                "orders",
                "sqlite",
                "shop",
                "orders",
                "load_type",
                "INCREMENTAL",
                "watermark_column",
                "id")
            .job("gone", "sqlite", "shop", "nothing")
            .job("all", "sqlite", "shop", "*"));
  }

  @Test
  void showsColumnsTypesAndTheFirstRows() throws Exception {
    assertThat(shop.run(0, "preview", "orders", "--rows", "4"))
        .isEqualTo(
            """
            orders  (sqlite orders)
              reads  SELECT "id", "note", "price", "seal" FROM "orders" WHERE typeof("id") = 'integer' AND "id" <= CAST(? AS INTEGER)  [4]

            column  source type    lands as       row 1    row 2  row 3      row 4
            ------  -------------  -------------  -------  -----  ---------  ----------------------------------------
            id      INTEGER        bigint         1        2      3          4
            note    TEXT           text           NULL     ''     two\u00b7lines  a text that goes on for longer than the\u2026
            price   DECIMAL(10,2)  decimal(10,2)  1.50     NULL   3.00       4.00
            seal    BLOB           binary         2 bytes  NULL   NULL       NULL

            4 rows are shown. Nothing was loaded; ./run.sh loads.
            """);
    assertThat(home.resolve("data")).doesNotExist();
    assertThat(home.resolve("metadata")).doesNotExist();
  }

  @Test
  void readsPastTheWatermarkAsARunWould() throws Exception {
    shop.run(0, "run", "--job", "orders");
    assertThat(shop.run(0, "preview", "orders"))
        .contains("There is no row to read now.")
        .contains("note    TEXT");
    shop.sql("INSERT INTO orders VALUES (9, 'new', 1, NULL)");
    assertThat(shop.run(0, "preview", "orders"))
        .containsPattern("note +TEXT +text +new\\n")
        .contains("1 row is shown.");
  }

  @Test
  void saysWhatItCannotShow() throws Exception {
    shop.run(1, "preview", "gone");
    assertThat(shop.said()).contains("column table_name: ");
    shop.run(2, "preview", "nobody");
    assertThat(shop.said()).startsWith("job 'nobody': no enabled row");
    shop.run(2, "preview", "all");
    assertThat(shop.said()).startsWith("job 'all': no enabled row");
    shop.run(2, "preview", "orders", "--rows", "21");
    assertThat(shop.said()).isEqualTo("option --rows: 21 cannot be shown.\nGive 1 to 20.\n");
    assertThat(shop.run(0, "preview", "all.items")).contains("all.items  (sqlite items)");
  }
}
