package dev.penstock.workbook;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rows that show how a job is written: to be copied, and the demo shop to be run. */
public final class ExampleRows {
  private static final String SHOP = "demo_shop";

  private ExampleRows() {}

  /** Disabled rows for each kind of source. */
  public static TemplateRows toCopy() {
    return new TemplateRows(
        List.of(postgresFull(), postgresIncremental(), sqlServer(), oracle(), rest()),
        List.of(
            source("erp", "postgresql", "db.example.com", "5432", "erp"),
            source("crm", "sqlserver", "sql.example.com", "1433", "crm"),
            source("finance", "oracle", "ora.example.com", "1521", "FINPDB"),
            Map.of(
                "source_name", "tickets",
                "source_type", "rest",
                "base_url", "https://api.example.com")));
  }

  /** The demo shop, a SQLite database that is made on the first run. */
  public static TemplateRows demoShop() {
    return new TemplateRows(
        List.of(
            full("categories", "Product categories: small, read whole each day"),
            full("suppliers", "Suppliers, read whole each day"),
            stockLevels(),
            incremental("products", "updated_at", "Products with prices as exact decimals"),
            incremental("customers", "updated_at", "Customers; names in many scripts"),
            incremental("orders", "updated_at", "Orders; a changed order is delivered again"),
            incremental("order_lines", "line_id", "Order lines; they never change once written"),
            incremental("payments", "updated_at", "Payments"),
            shipments(),
            incremental("web_events", "event_id", "Clicks in the web shop, by growing number")),
        List.of(
            Map.of(
                "source_name", SHOP,
                "source_type", "sqlite",
                "path", "data/demo/shop.db",
                "option_init_script", "config/demo_shop.sql",
                "description", "Made from the script on the first run")));
  }

  private static Map<Column, String> full(String table, String description) {
    Map<Column, String> row = new EnumMap<>(Column.class);
    row.put(Column.JOB_ID, "shop_" + table);
    row.put(Column.SOURCE_TYPE, "sqlite");
    row.put(Column.SOURCE_NAME, SHOP);
    row.put(Column.TABLE_NAME, table);
    row.put(Column.LOAD_TYPE, "FULL");
    row.put(Column.ENABLED, "Y");
    row.put(Column.TARGET_FOLDER_PATH, "shop");
    row.put(Column.DESCRIPTION, description);
    return row;
  }

  private static Map<Column, String> incremental(String table, String cursor, String description) {
    Map<Column, String> row = full(table, description);
    row.put(Column.LOAD_TYPE, "INCREMENTAL");
    row.put(Column.WATERMARK_COLUMN, cursor);
    return row;
  }

  private static Map<Column, String> stockLevels() {
    Map<Column, String> row =
        full("stock_levels", "Stock on hand; only today's figures count, so replace");
    row.put(Column.WRITE_DISPOSITION, "replace");
    return row;
  }

  private static Map<Column, String> shipments() {
    Map<Column, String> row =
        incremental("shipments", "updated_at", "Shipments; begins when orders have been loaded");
    row.put(Column.DEPENDS_ON, "shop_orders");
    return row;
  }

  private static Map<Column, String> postgresFull() {
    Map<Column, String> row = disabled("erp_plants", "postgresql", "erp", "plants");
    row.put(Column.SCHEMA_NAME, "master_data");
    row.put(Column.TARGET_FOLDER_PATH, "erp");
    row.put(Column.DESCRIPTION, "Example: a small PostgreSQL table, read whole each day");
    return row;
  }

  private static Map<Column, String> postgresIncremental() {
    Map<Column, String> row = disabled("erp_orders", "postgresql", "erp", "orders");
    row.put(Column.SCHEMA_NAME, "sales");
    row.put(Column.LOAD_TYPE, "INCREMENTAL");
    row.put(Column.WATERMARK_COLUMN, "updated_at");
    row.put(Column.LAST_WATERMARK, "2026-01-01 00:00:00");
    row.put(Column.QUERY_FILTER, "region = 'EU' AND total > 0");
    row.put(Column.TARGET_FOLDER_PATH, "erp");
    row.put(Column.PRIMARY_KEY, "order_id");
    row.put(Column.PARALLELISM, "4");
    row.put(
        Column.DESCRIPTION,
        "Example: a large PostgreSQL table, changed rows since 2026 only, read in four splits");
    return row;
  }

  private static Map<Column, String> sqlServer() {
    Map<Column, String> row = disabled("crm_contacts", "sqlserver", "crm", "Contacts");
    row.put(Column.SCHEMA_NAME, "dbo");
    row.put(Column.TARGET_FOLDER_PATH, "crm");
    row.put(Column.DESCRIPTION, "Example: SQL Server, which a later version reads");
    return row;
  }

  private static Map<Column, String> oracle() {
    Map<Column, String> row = disabled("finance_journal", "oracle", "finance", "GL_JOURNAL");
    row.put(Column.SCHEMA_NAME, "FIN");
    row.put(Column.LOAD_TYPE, "INCREMENTAL");
    row.put(Column.WATERMARK_COLUMN, "POSTED_AT");
    row.put(Column.TARGET_FOLDER_PATH, "finance");
    row.put(Column.DESCRIPTION, "Example: Oracle, which a later version reads");
    return row;
  }

  private static Map<Column, String> rest() {
    Map<Column, String> row = disabled("tickets_open", "rest", "tickets", "open_tickets");
    row.put(Column.API_ENDPOINT, "/v1/tickets");
    row.put(Column.API_METHOD, "GET");
    row.put(Column.PAGINATION_TYPE, "cursor");
    row.put(Column.AUTH_TYPE, "bearer");
    row.put(Column.PAGE_SIZE, "100");
    row.put(Column.DATA_SELECTOR, "data.items");
    row.put(Column.PARAMS, "{\"status\": \"open\"}");
    row.put(Column.TARGET_FOLDER_PATH, "tickets");
    row.put(Column.DESCRIPTION, "Example: a REST API; its token stands in .dlt/secrets.toml");
    return row;
  }

  private static Map<Column, String> disabled(String id, String type, String source, String table) {
    Map<Column, String> row = new EnumMap<>(Column.class);
    row.put(Column.JOB_ID, id);
    row.put(Column.SOURCE_TYPE, type);
    row.put(Column.SOURCE_NAME, source);
    row.put(Column.TABLE_NAME, table);
    row.put(Column.LOAD_TYPE, "FULL");
    row.put(Column.ENABLED, "N");
    return row;
  }

  private static Map<String, String> source(
      String name, String type, String host, String port, String database) {
    return Map.of(
        "source_name", name, "source_type", type, "host", host, "port", port, "database", database);
  }
}
