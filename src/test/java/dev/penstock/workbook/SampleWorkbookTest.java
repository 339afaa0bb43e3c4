package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleWorkbookTest {
  private static final Path SAMPLE = Path.of("config/ingestion_config.xlsx");

  @TempDir Path folder;

  @Test
  void theCommittedSampleIsTheTemplateWithTheDemoRows() throws IOException {
    if (Regenerated.wanted()) {
      Files.deleteIfExists(SAMPLE);
      WorkbookTemplate.write(SAMPLE, sampleRows());
    }
    assertThat(contents(SAMPLE))
        .as(SAMPLE + " is " + Regenerated.HOW)
        .isEqualTo(contents(written(sampleRows())));
  }

  @Test
  void theSampleReadsWithoutAProblem() {
    WorkbookContents sample = new WorkbookReader(Map.of(), Map.of()).read(SAMPLE);
    assertThat(sample.problems()).isEmpty();
    assertThat(sample.jobs())
        .extracting(Job::id)
        .containsExactly(
            "shop_categories",
            "shop_suppliers",
            "shop_stock_levels",
            "shop_products",
            "shop_customers",
            "shop_orders",
            "shop_order_lines",
            "shop_payments",
            "shop_shipments",
            "shop_web_events");
    assertThat(sample.jobs().get(2).target().disposition()).isEqualTo(WriteDisposition.REPLACE);
    assertThat(sample.jobs().get(8).dependsOn()).containsExactly("shop_orders");
    assertThat(sample.disabledJobs())
        .containsExactlyInAnyOrder(
            "erp_plants", "erp_orders", "crm_contacts", "finance_journal", "tickets_open");
    assertThat(sample.source("demo_shop").values())
        .containsEntry("path", "data/demo/shop.db")
        .containsEntry("option_init_script", "config/demo_shop.sql");
    assertThat(sample.source("erp").values()).containsEntry("port", "5432");
  }

  @Test
  void theTemplateHelpsWhoeverFillsItIn() throws IOException {
    try (InputStream in = Files.newInputStream(written(ExampleRows.toCopy()));
        XSSFWorkbook book = new XSSFWorkbook(in)) {
      XSSFSheet jobs = book.getSheet("SourceConfig");
      assertThat(jobs.getPaneInformation().isFreezePane()).isTrue();
      assertThat(jobs.getDataValidations()).hasSize(5);
      for (Column column : Column.values()) {
        Cell header = jobs.getRow(0).getCell(List.of(Column.values()).indexOf(column));
        assertThat(header.getStringCellValue()).isEqualTo(column.header());
        assertThat(header.getCellComment().getString().getString()).startsWith(column.doc());
        assertThat(jobs.getColumnWidth(header.getColumnIndex()))
            .isGreaterThan(column.header().length() * 256);
      }
      assertThat(book.getSheet("README").getRow(1).getCell(0).getStringCellValue())
          .isEqualTo("job_id");
    }
  }

  @Test
  void theTemplateNeverReplacesAWorkbook() {
    Path file = written(ExampleRows.toCopy());
    assertThatThrownBy(() -> WorkbookTemplate.write(file, ExampleRows.demoShop()))
        .hasMessage("cannot write " + file + ": " + file)
        .hasCauseInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void theSecretsTemplateHoldsCommentsOnly() {
    assertThat(SecretsTemplate.text().lines())
        .allSatisfy(line -> assertThat(line.isEmpty() || line.startsWith("#")).isTrue());
    assertThat(SecretsTemplate.text())
        .contains("# [sources.erp]", "# [destination.filesystem]", "# bucket_url = ");
  }

  private static TemplateRows sampleRows() {
    return ExampleRows.demoShop().and(ExampleRows.toCopy());
  }

  private Path written(TemplateRows rows) {
    Path file = folder.resolve("new/template.xlsx");
    WorkbookTemplate.write(file, rows);
    return file;
  }

  /** Everything that people see, cell by cell. */
  private static List<String> contents(Path file) throws IOException {
    List<String> contents = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        XSSFWorkbook book = new XSSFWorkbook(in)) {
      for (Sheet sheet : book) {
        contents.add(
            "%s: %d lists, merged %s"
                .formatted(
                    sheet.getSheetName(),
                    sheet.getDataValidations().size(),
                    sheet.getMergedRegions()));
        for (Row row : sheet) {
          row.forEach(cell -> contents.add(sheet.getSheetName() + " " + described(cell)));
        }
      }
    }
    return contents;
  }

  private static String described(Cell cell) {
    String comment =
        cell.getCellComment() == null ? "" : cell.getCellComment().getString().getString();
    return "%s %s '%s' width %d, comment '%s'"
        .formatted(
            cell.getAddress(),
            cell.getCellType(),
            cell,
            cell.getSheet().getColumnWidth(cell.getColumnIndex()),
            comment);
  }
}
