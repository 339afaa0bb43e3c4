package dev.penstock.workbook;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.poi.ss.SpreadsheetVersion;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.util.AreaReference;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFTable;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * Adds rows to the sheet SourceConfig of a workbook that people have made their own: nothing that
 * is there is changed, and a new row looks like the one above it.
 */
public final class JobRows {
  private static final int HEADER_WITHIN = 10;
  private static final DataFormatter TEXTS = new DataFormatter(Locale.ROOT);

  private final Path workbook;
  private final XSSFSheet sheet;
  private final XSSFRow header;
  private final Map<Column, Integer> columns = new EnumMap<>(Column.class);

  private JobRows(Path workbook, XSSFSheet sheet) {
    this.workbook = workbook;
    this.sheet = sheet;
    this.header = header();
  }

  /**
   * Adds those rows whose source, schema and table no row has yet.
   *
   * @param workbook one that {@link WorkbookReader} has read without an error that concerns all of
   *     it
   * @return the rows that were added
   * @throws IngestException CONFIG when it is open elsewhere or cannot be written; it is as it was
   *     then
   */
  public static List<Map<Column, String>> append(Path workbook, List<Map<Column, String>> rows) {
    requireClosed(workbook);
    try (InputStream in = Files.newInputStream(workbook);
        XSSFWorkbook book = new XSSFWorkbook(in)) {
      JobRows jobs = new JobRows(workbook, sheet(workbook, book));
      List<Map<Column, String>> added = jobs.add(rows);
      if (!added.isEmpty()) {
        replace(workbook, book);
      }
      return added;
    } catch (IOException e) {
      throw refused(workbook, "it cannot be written: " + e.getMessage());
    }
  }

  private static void requireClosed(Path workbook) {
    WorkbookReader.lockBeside(workbook)
        .ifPresent(
            lock -> {
              throw refused(
                  workbook, "it is open in a spreadsheet program (" + lock + " stands beside it)");
            });
  }

  private static IngestException refused(Path workbook, String what) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s: %s.\nClose it, see that you may write it, and try again.".formatted(workbook, what));
  }

  private static XSSFSheet sheet(Path workbook, XSSFWorkbook book) {
    for (int i = 0; i < book.getNumberOfSheets(); i++) {
      if (CellText.clean(book.getSheetName(i)).equalsIgnoreCase(JobsSheet.NAME)) {
        return book.getSheetAt(i);
      }
    }
    throw refused(workbook, "it has no sheet " + JobsSheet.NAME);
  }

  /** Half a file never takes the place of a whole one. */
  private static void replace(Path workbook, XSSFWorkbook book) throws IOException {
    Path file = workbook.toRealPath();
    Path fresh = Files.createTempFile(file.getParent(), ".ingestion_config", ".xlsx");
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
      }
      try (OutputStream out = Files.newOutputStream(fresh)) {
        book.write(out);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private XSSFRow header() {
    for (int at = sheet.getFirstRowNum(); at <= sheet.getFirstRowNum() + HEADER_WITHIN; at++) {
      XSSFRow row = sheet.getRow(at);
      columns.clear();
      if (row != null) {
        row.forEach(
            cell ->
                Column.named(TEXTS.formatCellValue(cell))
                    .ifPresent(column -> columns.putIfAbsent(column, cell.getColumnIndex())));
      }
      if (columns.containsKey(Column.SOURCE_NAME) && columns.containsKey(Column.TABLE_NAME)) {
        return row;
      }
    }
    throw refused(workbook, "its sheet " + JobsSheet.NAME + " has no header");
  }

  private List<Map<Column, String>> add(List<Map<Column, String>> rows) {
    Set<String> known = new HashSet<>();
    int last = header.getRowNum();
    for (int at = header.getRowNum() + 1; at <= sheet.getLastRowNum(); at++) {
      Optional<XSSFRow> row = Optional.ofNullable(sheet.getRow(at)).filter(this::isFilled);
      if (row.isPresent()) {
        known.add(name(column -> text(row.get(), column)));
        last = at;
      }
    }
    List<Map<Column, String>> added = new ArrayList<>();
    int above = last;
    for (Map<Column, String> row : rows) {
      if (known.add(name(column -> row.getOrDefault(column, "")))) {
        last++;
        write(row, last, above);
        added.add(row);
      }
    }
    stretchTables(above, last);
    return added;
  }

  private boolean isFilled(XSSFRow row) {
    return columns.keySet().stream().anyMatch(column -> !text(row, column).isEmpty());
  }

  private String text(XSSFRow row, Column column) {
    Integer at = columns.get(column);
    XSSFCell cell = at == null ? null : row.getCell(at);
    return cell == null ? "" : CellText.clean(TEXTS.formatCellValue(cell));
  }

  /** Asks for the cells by which a row is known. */
  private interface Cells {
    String text(Column column);
  }

  private static String name(Cells cells) {
    return String.join(
            "\0",
            cells.text(Column.SOURCE_NAME),
            cells.text(Column.SCHEMA_NAME),
            cells.text(Column.TABLE_NAME))
        .toLowerCase(Locale.ROOT);
  }

  private void write(Map<Column, String> values, int at, int above) {
    XSSFRow row = Optional.ofNullable(sheet.getRow(at)).orElseGet(() -> sheet.createRow(at));
    Optional<XSSFRow> model =
        Optional.ofNullable(sheet.getRow(above)).filter(r -> above > header.getRowNum());
    values.forEach(
        (column, value) -> {
          int place = columns.computeIfAbsent(column, this::newColumn);
          XSSFCell cell = row.createCell(place);
          model
              .map(r -> r.getCell(place))
              .map(XSSFCell::getCellStyle)
              .or(() -> Optional.ofNullable((XSSFCellStyle) sheet.getColumnStyle(place)))
              .ifPresent(cell::setCellStyle);
          cell.setCellValue(value);
        });
  }

  /** A column that the sheet lacks stands at its end, with a header like the last one's. */
  private int newColumn(Column column) {
    int place = header.getLastCellNum();
    XSSFCell cell = header.createCell(place);
    cell.setCellStyle(header.getCell(place - 1).getCellStyle());
    cell.setCellValue(column.header());
    return place;
  }

  /** A table of Excel that ended with the last row ends with the new last one. */
  private void stretchTables(int before, int last) {
    for (XSSFTable table : sheet.getTables()) {
      if (table.getEndRowIndex() == before && last > before) {
        table.setArea(
            new AreaReference(
                new CellReference(table.getStartRowIndex(), table.getStartColIndex()),
                new CellReference(last, table.getEndColIndex()),
                SpreadsheetVersion.EXCEL2007));
      }
    }
  }
}
