package dev.penstock.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The committed workbook and the script of its demo shop, in a home of their own. */
public final class DemoWorkbook {
  /** The tables of the demo shop, of which the workbook loads each by a job of its own. */
  public static final List<String> TABLES =
      List.of(
          "categories",
          "suppliers",
          "stock_levels",
          "products",
          "customers",
          "orders",
          "order_lines",
          "payments",
          "shipments",
          "web_events");

  private static final List<String> FILES = List.of("ingestion_config.xlsx", "demo_shop.sql");

  /** What the workbook reckons from the folder that the program is called in. */
  private static final List<String> PLACES = List.of("data/demo/shop.db", "config/demo_shop.sql");

  private DemoWorkbook() {}

  /** As a fresh clone has them. */
  public static void copyInto(Path home) throws IOException {
    Files.createDirectories(home.resolve("config"));
    for (String file : FILES) {
      Files.copy(
          Path.of("config", file),
          home.resolve("config").resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** For a JVM that runs in another folder; what is in full already stays. */
  public static void nameInFull(Path home) throws IOException {
    Path file = home.resolve("config/ingestion_config.xlsx");
    byte[] content = Files.readAllBytes(file);
    try (Workbook workbook = new XSSFWorkbook(new ByteArrayInputStream(content))) {
      boolean changed = false;
      for (Row row : workbook.getSheet("Sources")) {
        for (Cell cell : row) {
          if (cell.getCellType() == CellType.STRING && PLACES.contains(cell.getStringCellValue())) {
            cell.setCellValue(home.resolve(cell.getStringCellValue()).toString());
            changed = true;
          }
        }
      }
      if (changed) {
        try (OutputStream out = Files.newOutputStream(file)) {
          workbook.write(out);
        }
      }
    }
  }
}
