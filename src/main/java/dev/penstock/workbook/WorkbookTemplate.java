package dev.penstock.workbook;

import dev.penstock.job.SourceTermsText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * Writes workbooks for people to fill in: headers with comments, drop-down lists, an explanation.
 */
public final class WorkbookTemplate {
  private static final String INTRODUCTION =
      "One row of the sheet SourceConfig is one job: a table that is read and lands as Parquet."
          + " Copy a row, change the table's name, save, close, and run ./run.sh validate."
          + " The sheet Endpoints is for jobs of APIs whose settings do not fit into a row.";

  private WorkbookTemplate() {}

  /**
   * Makes a workbook with these rows; parent folders are made.
   *
   * @throws UncheckedIOException when it cannot be written, {@code FileAlreadyExistsException} as
   *     its cause when there is one already, which stays as it is
   */
  public static void write(Path workbook, TemplateRows rows) {
    try {
      if (workbook.toAbsolutePath().getParent() != null) {
        Files.createDirectories(workbook.toAbsolutePath().getParent());
      }
      try (OutputStream out =
              new BufferedOutputStream(
                  Files.newOutputStream(workbook, StandardOpenOption.CREATE_NEW));
          XSSFWorkbook book = new XSSFWorkbook()) {
        fill(book, rows);
        book.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + workbook + ": " + e.getMessage(), e);
    }
  }

  private static void fill(XSSFWorkbook book, TemplateRows rows) {
    TemplateSheets sheets = new TemplateSheets(book);
    TemplateSheet jobs = sheets.add(JobsSheet.NAME);
    writeJobs(jobs, rows.jobs());
    writeSources(sheets.add(SourcesSheet.NAME), rows.sources());
    writeEndpoints(sheets.add(EndpointsSheet.NAME));
    writeSettings(sheets.add(SettingsSheet.NAME));
    writeReadme(sheets.add("README"));
  }

  private static void writeJobs(TemplateSheet sheet, List<Map<Column, String>> rows) {
    Column[] columns = Column.values();
    sheet.header(Arrays.stream(columns).map(Column::header).toList());
    for (int i = 0; i < columns.length; i++) {
      sheet.comment(i, comment(columns[i]));
      sheet.choices(i, columns[i].kind().choices());
    }
    for (Map<Column, String> row : rows) {
      List<String> values = new ArrayList<>();
      for (Column column : columns) {
        values.add(row.getOrDefault(column, ""));
      }
      sheet.row(values);
    }
    sheet.finish();
  }

  private static String comment(Column column) {
    StringBuilder text = new StringBuilder(column.doc());
    text.append(
        switch (column.need()) {
          case REQUIRED -> "\nRequired: ";
          case OPTIONAL -> "\nOptional: ";
        });
    text.append(column.kind().description()).append('.');
    if (!column.defaultText().isEmpty()) {
      text.append("\nEmpty means: ").append(column.defaultText()).append('.');
    }
    if (!column.example().isEmpty()) {
      text.append("\nExample: ").append(column.example());
    }
    return text.toString();
  }

  private static void writeSources(TemplateSheet sheet, List<Map<String, String>> rows) {
    List<String> headers = new ArrayList<>(SourcesSheet.HEADERS);
    rows.stream()
        .flatMap(row -> row.keySet().stream())
        .filter(header -> !headers.contains(header))
        .distinct()
        .sorted()
        .forEach(headers::add);
    sheet.header(headers);
    sheet.comment(
        0, "Name that stands in SourceConfig. Passwords and tokens go into .dlt/secrets.toml.");
    sheet.choices(1, Kind.SOURCE_TYPE.choices());
    sheet.comment(
        headers.indexOf(SourceTermsText.MAX_CONNECTIONS),
        "The most connections that a run has open to it at once, 1 to 1000.\nEmpty means: as many as its jobs want.");
    sheet.comment(
        headers.indexOf(SourceTermsText.MAX_ROWS_PER_SECOND),
        "The most rows that a run reads from a database in a second, over all its jobs.\nEmpty means: as many as it gives.");
    sheet.comment(
        headers.indexOf(SourceTermsText.BLACKOUT),
        "Times in which no job of it begins; several are separated by semicolons.\nExample: Mon-Fri 08:00-18:00 Australia/Brisbane");
    sheet.comment(
        headers.indexOf(SourceTermsText.BLACKOUT_ACTION),
        "What becomes of jobs that would begin in the blackout: skip leaves them out of the run, wait begins them after it.\nEmpty means: skip.");
    sheet.choices(headers.indexOf(SourceTermsText.BLACKOUT_ACTION), List.of("skip", "wait"));
    rows.forEach(
        row -> sheet.row(headers.stream().map(header -> row.getOrDefault(header, "")).toList()));
    sheet.finish();
  }

  private static void writeEndpoints(TemplateSheet sheet) {
    sheet.header(EndpointsSheet.HEADERS);
    for (int i = 0; i < EndpointsSheet.HEADERS.size(); i++) {
      sheet.comment(i, EndpointsSheet.doc(EndpointsSheet.HEADERS.get(i)));
    }
    sheet.finish();
  }

  private static void writeSettings(TemplateSheet sheet) {
    sheet.header(List.of("name", "value", "default", "unit", "description"));
    sheet.comment(1, "Empty means the default. PENSTOCK_<NAME> and the command line win.");
    for (Setting setting : Setting.values()) {
      sheet.row(List.of(setting.word(), "", setting.defaultText(), setting.unit(), setting.doc()));
    }
    sheet.finish();
  }

  private static void writeReadme(TemplateSheet sheet) {
    sheet.header(List.of("column", "required", "holds", "empty means", "example", "what it does"));
    for (Column column : Column.values()) {
      sheet.row(
          List.of(
              column.header(),
              column.need() == Column.Need.REQUIRED ? "yes" : "no",
              column.kind().description(),
              column.defaultText(),
              column.example(),
              column.doc()));
    }
    sheet.note(INTRODUCTION);
    sheet.finish();
  }
}
