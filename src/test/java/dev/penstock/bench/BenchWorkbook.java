package dev.penstock.bench;

import dev.penstock.testing.MariaServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The workbook that Penstock is timed with: lineitem, once with each parallelism, and more. */
final class BenchWorkbook {
  static final String SOURCE = "bench";
  static final String MARIA_SOURCE = "maria";
  static final String MARIA_JOB = "maria_1";
  static final String REST_SOURCE = "orders_api";
  static final String REST_JOB = "rest_1";
  static final String WIDE_JOB = "wide_1";

  private BenchWorkbook() {}

  static String jobId(int parallelism) {
    return "lineitem_" + parallelism;
  }

  static void write(Path file, Servers servers, LineItemTable table) {
    try (Workbook workbook = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      jobs(workbook.createSheet("SourceConfig"), servers, table);
      sources(workbook.createSheet("Sources"), servers);
      workbook.write(out);
    } catch (IOException e) {
      throw new BenchException("Cannot write " + file, e);
    }
  }

  private static void jobs(Sheet jobs, Servers servers, LineItemTable table) {
    row(
        jobs,
        "job_id",
        "source_type",
        "source_name",
        "schema_name",
        "table_name",
        "load_type",
        "enabled",
        "parallelism",
        "api_endpoint",
        "pagination_type",
        "page_size",
        "data_selector",
        "auth_type",
        "naming");
    if (servers.postgres().isPresent()) {
      job(jobs, jobId(1), "postgresql", SOURCE, table.schema(), LineItemTable.NAME, 1);
      job(jobs, jobId(2), "postgresql", SOURCE, table.schema(), LineItemTable.NAME, 2);
      job(jobs, WIDE_JOB, "postgresql", SOURCE, table.schema(), WideTable.NAME, 1);
    }
    servers
        .maria()
        .ifPresent(
            server ->
                job(
                    jobs,
                    MARIA_JOB,
                    "mysql",
                    MARIA_SOURCE,
                    MariaServer.DATABASE,
                    server.table(),
                    1));
    if (servers.rest().isPresent()) {
      row(
          jobs,
          REST_JOB,
          "rest",
          REST_SOURCE,
          "",
          "orders",
          "FULL",
          "Y",
          "1",
          RestHost.PATH,
          "page_number",
          Integer.toString(RestRecords.PER_PAGE),
          "data",
          "none",
          "as_is");
    }
  }

  private static void sources(Sheet sources, Servers servers) {
    row(
        sources,
        "source_name",
        "source_type",
        "host",
        "port",
        "database",
        "base_url",
        "base_page",
        "total_path");
    servers
        .postgres()
        .ifPresent(
            server ->
                database(sources, SOURCE, "postgresql", server.port(), PrivatePostgres.DATABASE));
    servers
        .maria()
        .ifPresent(
            server ->
                database(sources, MARIA_SOURCE, "mysql", server.port(), MariaServer.DATABASE));
    servers
        .rest()
        .ifPresent(
            api -> row(sources, REST_SOURCE, "rest", "", "", "", api.url(), "1", "total_pages"));
  }

  private static void database(Sheet sources, String name, String type, int port, String database) {
    row(sources, name, type, "localhost", Integer.toString(port), database);
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
      if (!cells[column].isEmpty()) {
        row.createCell(column).setCellValue(cells[column]);
      }
    }
  }
}
