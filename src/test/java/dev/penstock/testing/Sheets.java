package dev.penstock.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** A workbook as a user fills it in: rows of column and text, sheet by sheet. */
public final class Sheets {
  private final Map<String, List<Map<String, String>>> rows = new LinkedHashMap<>();

  /** Adds a row to a sheet; {@code cells} are column and value, one after the other. */
  public Sheets row(String sheet, String... cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put(cells[i], cells[i + 1]);
    }
    rows.computeIfAbsent(sheet, name -> new ArrayList<>()).add(row);
    return this;
  }

  /** Adds a source with these settings. */
  public Sheets source(String name, Map<String, String> settings) {
    List<String> cells = new ArrayList<>(List.of("source_name", name));
    settings.forEach((column, value) -> cells.addAll(List.of(column, value)));
    return row("Sources", cells.toArray(String[]::new));
  }

  /** Adds an enabled job that loads a whole table unless {@code cells} say otherwise. */
  public Sheets job(String id, String type, String source, String table, String... cells) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "job_id",
                id,
                "source_type",
                type,
                "source_name",
                source,
                "table_name",
                table,
                "load_type",
                "FULL",
                "enabled",
                "Y",
                "retry_count",
                "0"));
    all.addAll(List.of(cells));
    return row("SourceConfig", all.toArray(String[]::new));
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      rows.forEach((name, sheetRows) -> write(workbook, name, sheetRows));
      workbook.write(out);
    }
  }

  private static void write(
      XSSFWorkbook workbook, String name, List<Map<String, String>> sheetRows) {
    Set<String> names = new LinkedHashSet<>();
    sheetRows.forEach(row -> names.addAll(row.keySet()));
    List<String> columns = List.copyOf(names);
    var sheet = workbook.createSheet(name);
    Row header = sheet.createRow(0);
    for (int i = 0; i < columns.size(); i++) {
      header.createCell(i).setCellValue(columns.get(i));
    }
    for (Map<String, String> cells : sheetRows) {
      Row row = sheet.createRow(sheet.getLastRowNum() + 1);
      cells.forEach((column, text) -> row.createCell(columns.indexOf(column)).setCellValue(text));
    }
  }
}
