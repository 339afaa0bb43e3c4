package dev.penstock.bench;

import dev.penstock.testing.MariaServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The workbook that Penstock is timed with: lineitem, once with each parallelism. */
final class BenchWorkbook {
  static final String SOURCE = "bench";
  static final String MARIA_SOURCE = "maria";
  static final String MARIA_JOB = "maria_1";
  static final String WIDE_JOB = "wide_1";

  private BenchWorkbook() {}

  static String jobId(int parallelism) {
    return "lineitem_" + parallelism;
  }

  /**
   * @param maria empty when nothing reads it
   */
  static void write(
      Path file, PrivatePostgres postgres, LineItemTable table, Optional<PrivateMaria> maria) {
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
      job(jobs, jobId(1), "postgresql", SOURCE, table.schema(), LineItemTable.NAME, 1);
      job(jobs, jobId(2), "postgresql", SOURCE, table.schema(), LineItemTable.NAME, 2);
      job(jobs, WIDE_JOB, "postgresql", SOURCE, table.schema(), WideTable.NAME, 1);
      maria.ifPresent(
          server ->
              job(jobs, MARIA_JOB, "mysql", MARIA_SOURCE, MariaServer.DATABASE, server.table(), 1));
      Sheet sources = workbook.createSheet("Sources");
      row(sources, "source_name", "source_type", "host", "port", "database");
      row(
          sources,
          SOURCE,
          "postgresql",
          "localhost",
          Integer.toString(postgres.port()),
          PrivatePostgres.DATABASE);
      maria.ifPresent(
          server ->
              row(
                  sources,
                  MARIA_SOURCE,
                  "mysql",
                  "localhost",
                  Integer.toString(server.port()),
                  MariaServer.DATABASE));
      workbook.write(out);
    } catch (IOException e) {
      throw new BenchException("Cannot write " + file, e);
    }
  }

  private static void job(
      Sheet sheet,
      String id,
      String type,
      String source,
      String schema,
      String table,
      int parallelism) {
    row(sheet, id, type, source, schema, table, "FULL", "Y", Integer.toString(parallelism));
  }

  private static void row(Sheet sheet, String... cells) {
    Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
    for (int column = 0; column < cells.length; column++) {
      row.createCell(column).setCellValue(cells[column]);
    }
  }
}
