package dev.penstock.campaign.process;

import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database with a table that is appended to, in loads of two files and several batches, and one
 * that is replaced each time.
 */
final class Shop implements PausedShop.Source {
  /** Just over the least size of a file, so that a load has two. */
  private static final int ROWS = 1_600;

  private final Path file;

  private Shop(Path file) {
    this.file = file;
  }

  /** Makes the database in a folder. */
  static Shop in(Path home) throws IOException, SQLException {
    Files.createDirectories(home);
    Shop shop = new Shop(home.resolve("shop.db"));
    // Rows can come in while a run reads.
    shop.execute(
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT)",
        "CREATE TABLE shops (id INTEGER PRIMARY KEY, note TEXT)");
    return shop;
  }

  @Override
  public void writeWorkbook(Path workbook) throws IOException {
    new Sheets()
        .row("Settings", "name", "compression", "value", "snappy")
        .row("Settings", "name", "target_file_size", "value", "1MB")
        .row("Settings", "name", "row_group_size", "value", "1MB")
        .row("Sources", "source_name", "shop", "path", file.toString())
        .job("orders", "sqlite", "shop", "orders", jobCells())
        .job("shops", "sqlite", "shop", "shops", "write_disposition", "replace")
        .write(workbook);
  }

  private static String[] jobCells() {
    return new String[] {"load_type", "INCREMENTAL", "watermark_column", "id", "chunk_size", "500"};
  }

  @Override
  public List<LoadedTable> tables() {
    return List.of(
        new LoadedTable("orders", "orders", LoadedTable.Rule.APPENDED),
        new LoadedTable("shops", "shops", LoadedTable.Rule.REPLACED));
  }

  @Override
  public void insert() throws SQLException {
    execute(
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                + " INSERT INTO orders SELECT (SELECT coalesce(max(id), 0) FROM orders) + i,"
                + " hex(randomblob(500)) FROM n")
            .formatted(ROWS),
        "INSERT INTO shops SELECT coalesce(max(id), 0) + 1, hex(randomblob(9)) FROM shops");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @Override
  public void close() {
    // The file goes with its folder.
  }
}
