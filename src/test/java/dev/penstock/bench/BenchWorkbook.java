package dev.penstock.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The workbook that Penstock is timed with: lineitem, once with each parallelism. */
final class BenchWorkbook {
  static final String SOURCE = "bench";

  private BenchWorkbook() {}

  static String jobId(int parallelism) {
    return "lineitem_" + parallelism;
  }

  static void write(Path file, PrivatePostgres postgres, LineItemTable table) {
    try (Workbook workbook = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      Sheet jobs = workbook.createSheet("SourceConfig");
      row(
          jobs,
          "job_id",
          "source_type",
          "source_name",
          "schema_name",
          "table_name",
          "load_type",
          "enabled",
          "parallelism");
      job(jobs, table, 1);
      job(jobs, table, 2);
      Sheet sources = workbook.createSheet("Sources");
      row(sources, "source_name", "source_type", "host", "port", "database");
      row(
          sources,
          SOURCE,
          "postgresql",
          "localhost",
          Integer.toString(postgres.port()),
          PrivatePostgres.DATABASE);
      workbook.write(out);
    } catch (IOException e) {
      throw new BenchException("Cannot write " + file, e);
    }
  }

  private static void job(Sheet sheet, LineItemTable table, int parallelism) {
    row(
        sheet,
        jobId(parallelism),
        "postgresql",
        SOURCE,
        table.schema(),
        LineItemTable.NAME,
        "FULL",
        "Y",
        Integer.toString(parallelism));
  }

  private static void row(Sheet sheet, String... cells) {
    Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
    for (int column = 0; column < cells.length; column++) {
      row.createCell(column).setCellValue(cells[column]);
    }
  }
}
