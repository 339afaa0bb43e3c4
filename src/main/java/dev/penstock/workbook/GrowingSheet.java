package dev.penstock.workbook;

import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * A sheet that gets rows at its end: nothing that is there is changed, and a new row looks like the
 * one above it.
 */
final class GrowingSheet {
  private static final int HEADER_WITHIN = 10;
  private static final DataFormatter TEXTS = new DataFormatter(Locale.ROOT);

  private final XSSFSheet sheet;
  private final XSSFRow header;
  private final List<String> key;
  private final Map<String, Integer> columns;

  private GrowingSheet(
      XSSFSheet sheet, XSSFRow header, Map<String, Integer> columns, List<String> key) {
    this.sheet = sheet;
    this.header = header;
    this.columns = columns;
    this.key = key;
  }

  /**
   * Finds the header.
   *
   * @param known headers that may be there, normalised
   * @param needed those without which a row is no header
   * @param key the columns by which a row is known
   * @return empty when there is no header
   */
  static Optional<GrowingSheet> of(
      XSSFSheet sheet, Set<String> known, Set<String> needed, List<String> key) {
    for (int at = sheet.getFirstRowNum(); at <= sheet.getFirstRowNum() + HEADER_WITHIN; at++) {
      XSSFRow row = at < 0 ? null : sheet.getRow(at);
      Map<String, Integer> columns = new HashMap<>();
      if (row != null) {
        row.forEach(
            cell -> {
              String name = Headers.normalised(TEXTS.formatCellValue(cell));
              if (known.contains(name)) {
                columns.putIfAbsent(name, cell.getColumnIndex());
              }
            });
      }
      if (columns.keySet().containsAll(needed)) {
        return Optional.of(new GrowingSheet(sheet, row, columns, key));
      }
    }
    return Optional.empty();
  }

  /** Adds those rows that are not there yet; returns them. */
  List<Map<String, String>> add(List<Map<String, String>> rows) {
    Set<String> there = new HashSet<>();
    int last = header.getRowNum();
    for (int at = header.getRowNum() + 1; at <= sheet.getLastRowNum(); at++) {
      Optional<XSSFRow> row = Optional.ofNullable(sheet.getRow(at)).filter(this::isFilled);
      if (row.isPresent()) {
        there.add(name(column -> text(row.get(), column)));
        last = at;
      }
    }
    List<Map<String, String>> added = new ArrayList<>();
    int above = last;
    for (Map<String, String> row : rows) {
      if (there.add(name(column -> row.getOrDefault(column, "")))) {
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

  private String text(XSSFRow row, String column) {
    Integer at = columns.get(column);
    XSSFCell cell = at == null ? null : row.getCell(at);
    return cell == null ? "" : CellText.clean(TEXTS.formatCellValue(cell));
  }

  /** Asks for the cells by which a row is known. */
  private interface Cells {
    String text(String column);
  }

  private String name(Cells cells) {
    return String.join("\0", key.stream().map(cells::text).toList()).toLowerCase(Locale.ROOT);
  }

  private void write(Map<String, String> values, int at, int above) {
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
  private int newColumn(String column) {
    int place = header.getLastCellNum();
    XSSFCell cell = header.createCell(place);
    cell.setCellStyle(header.getCell(place - 1).getCellStyle());
    cell.setCellValue(column);
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
