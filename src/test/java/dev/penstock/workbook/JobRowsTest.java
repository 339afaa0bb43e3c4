package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import dev.penstock.job.SourceType;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.SpreadsheetVersion;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.util.AreaReference;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobRowsTest {
  @TempDir Path folder;

  private static Map<Column, String> row(String table) {
    return Map.of(
        Column.SOURCE_TYPE, "sqlite",
        Column.SOURCE_NAME, "demo_shop",
        Column.TABLE_NAME, table,
        Column.LOAD_TYPE, "FULL",
        Column.ENABLED, "Y");
  }

  private Path sample() throws IOException {
    return Files.copy(Path.of("config/ingestion_config.xlsx"), folder.resolve("own.xlsx"));
  }

  private static List<String> cells(XSSFSheet sheet, int rows) {
    List<String> cells = new ArrayList<>();
    for (int at = 0; at < rows; at++) {
      if (sheet.getRow(at) != null) {
        sheet
            .getRow(at)
            .forEach(
                cell ->
                    cells.add(
                        cell.getAddress()
                            + "="
                            + cell
                            + " style "
                            + cell.getCellStyle().getIndex()
                            + " "
                            + (cell.getCellComment() == null
                                ? ""
                                : cell.getCellComment().getString())));
      }
    }
    return cells;
  }

  @Test
  void addsRowsAndLeavesTheRestAsItWas() throws IOException {
    Path workbook = sample();
    int rows = lastRow(workbook) + 1;
    Seen before = seen(workbook, rows);

    assertThat(JobRows.append(workbook, List.of(row("returns"), row("refunds")))).hasSize(2);

    assertThat(seen(workbook, rows)).isEqualTo(before);
    assertThat(lastRow(workbook) + 1).isEqualTo(rows + 2);
    WorkbookContents contents = new WorkbookReader(Map.of(), Map.of()).read(workbook);
    assertThat(contents.errors()).isEmpty();
    assertThat(contents.jobs())
        .extracting(job -> job.id())
        .contains("shop_orders", "demo_shop_returns", "demo_shop_refunds");
  }

  /** What is in the first rows, and how it looks. */
  private record Seen(List<String> cells, List<Integer> widths, int lists) {}

  private static Seen seen(Path workbook, int rows) throws IOException {
    return sheet(
        workbook,
        sheet -> new Seen(cells(sheet, rows), widths(sheet), sheet.getDataValidations().size()));
  }

  private static int lastRow(Path workbook) throws IOException {
    return sheet(workbook, XSSFSheet::getLastRowNum);
  }

  private static List<Integer> widths(XSSFSheet sheet) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < 20; column++) {
      widths.add(sheet.getColumnWidth(column));
    }
    return widths;
  }

  @Test
  void aTableThatStandsThereIsNotAddedAgainThoughItsRowIsNotEnabled() throws IOException {
    Path workbook = sample();
    assertThat(JobRows.append(workbook, List.of(row("ORDERS"), row("returns"), row("returns"))))
        .containsExactly(row("returns"));
    byte[] first = Files.readAllBytes(workbook);
    assertThat(JobRows.append(workbook, List.of(row("returns")))).isEmpty();
    assertThat(Files.readAllBytes(workbook)).isEqualTo(first);
  }

  @Test
  void aNewRowLooksLikeTheOneAboveAndStretchesTheTable() throws IOException {
    Path workbook = folder.resolve("table.xlsx");
    try (XSSFWorkbook book = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(workbook)) {
      XSSFSheet sheet = book.createSheet(" sourceconfig ");
      List<String> headers =
          List.of("Source Type", "source_name", "TABLE_NAME", "load_type", "enabled");
      List<String> values = List.of("sqlite", "demo_shop", "orders", "FULL", "N");
      XSSFCellStyle yellow = book.createCellStyle();
      yellow.setFillForegroundColor(IndexedColors.YELLOW.getIndex());
      yellow.setFillPattern(FillPatternType.SOLID_FOREGROUND);
      sheet.createRow(0).createCell(0).setCellValue("Our tables");
      var header = sheet.createRow(1);
      var row = sheet.createRow(2);
      for (int i = 0; i < headers.size(); i++) {
        header.createCell(i).setCellValue(headers.get(i));
        row.createCell(i).setCellValue(values.get(i));
        row.getCell(i).setCellStyle(yellow);
      }
      sheet.createTable(new AreaReference("A2:E3", SpreadsheetVersion.EXCEL2007));
      book.write(out);
    }
    Map<Column, String> added = new EnumMap<>(row("returns"));
    added.put(Column.PRIMARY_KEY, "id");

    JobRows.append(workbook, List.of(added));

    sheet(
        workbook,
        sheet -> {
          assertThat(sheet.getRow(3).getCell(2)).hasToString("returns");
          assertThat(sheet.getRow(3).getCell(2).getCellStyle().getFillForegroundColor())
              .isEqualTo(IndexedColors.YELLOW.getIndex());
          assertThat(sheet.getRow(1).getCell(5)).hasToString("primary_key");
          assertThat(sheet.getRow(3).getCell(5)).hasToString("id");
          assertThat(sheet.getTables().get(0).getArea().formatAsString()).isEqualTo("A2:E4");
          return true;
        });
    assertThat(new WorkbookReader(Map.of(), Map.of()).read(workbook).jobs())
        .extracting(job -> job.id())
        .containsExactly("demo_shop_returns");
  }

  @Test
  void addsASourceOnceWithTheColumnsThatItNeeds() throws IOException {
    Path workbook = sample();
    Map<String, String> settings =
        Map.of("base_url", "https://a.example.com", "cursor_param", "after");
    assertThat(JobRows.appendSource(workbook, "billing", SourceType.REST, settings)).isTrue();
    byte[] first = Files.readAllBytes(workbook);
    assertThat(JobRows.appendSource(workbook, "BILLING", SourceType.REST, settings)).isFalse();
    assertThat(Files.readAllBytes(workbook)).isEqualTo(first);
    WorkbookContents contents = new WorkbookReader(Map.of(), Map.of()).read(workbook);
    assertThat(contents.errors()).isEmpty();
    assertThat(contents.source("billing").type()).contains(SourceType.REST);
    assertThat(contents.source("billing").values()).isEqualTo(settings);
    assertThat(contents.source("demo_shop").values()).containsKey("path");
  }

  @Test
  void makesTheSheetSourcesWhereThereIsNone() throws IOException {
    Path workbook = folder.resolve("config/small.xlsx");
    new Sheets().job("a", "sqlite", "shop", "orders").write(workbook);
    Map<String, String> settings = Map.of("base_url", "https://a.example.com");
    assertThat(JobRows.appendSource(workbook, "billing", SourceType.REST, settings)).isTrue();
    assertThat(new WorkbookReader(Map.of(), Map.of()).read(workbook).source("billing").values())
        .isEqualTo(settings);
  }

  @Test
  void aWorkbookThatIsOpenElsewhereIsNotTouched() throws IOException {
    Path workbook = sample();
    byte[] before = Files.readAllBytes(workbook);
    Files.createFile(folder.resolve("~$own.xlsx"));
    assertThatThrownBy(() -> JobRows.append(workbook, List.of(row("returns"))))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            workbook
                + ": it is open in a spreadsheet program (~$own.xlsx stands beside it).\nClose it, see that you may write it, and try again.");
    assertThat(Files.readAllBytes(workbook)).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining("glob:**/.ingestion_config*");
  }

  private interface Look<T> {
    T at(XSSFSheet sheet);
  }

  private static <T> T sheet(Path workbook, Look<T> look) throws IOException {
    try (InputStream in = Files.newInputStream(workbook);
        XSSFWorkbook book = new XSSFWorkbook(in)) {
      return look.at(book.getSheetAt(0));
    }
  }
}
