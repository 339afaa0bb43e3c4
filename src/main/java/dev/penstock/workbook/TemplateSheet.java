package dev.penstock.workbook;

import java.util.List;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.DataValidation;
import org.apache.poi.ss.usermodel.DataValidationHelper;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFClientAnchor;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.poi.xssf.usermodel.XSSFDrawing;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;

/** One sheet of a new workbook: a frozen header, then rows. */
final class TemplateSheet {
  private static final int LAST_CHECKED_ROW = 9_999;
  private static final int LEAST_WIDTH = 9;
  private static final int MOST_WIDTH = 60;

  private final XSSFSheet sheet;
  private final CellStyle headerStyle;
  private final CellStyle bodyStyle;
  private int columns;
  private int rows;

  TemplateSheet(XSSFSheet sheet, CellStyle headerStyle, CellStyle bodyStyle) {
    this.sheet = sheet;
    this.headerStyle = headerStyle;
    this.bodyStyle = bodyStyle;
  }

  void header(List<String> names) {
    columns = names.size();
    for (int i = 0; i < columns; i++) {
      sheet.setDefaultColumnStyle(i, bodyStyle);
    }
    write(names, headerStyle);
    sheet.createFreezePane(0, 1);
  }

  void row(List<String> values) {
    write(values, bodyStyle);
  }

  /** Text over the whole width, below the rows. */
  void note(String text) {
    rows++;
    write(List.of(text), bodyStyle);
    sheet.addMergedRegion(new CellRangeAddress(rows - 1, rows - 1, 0, columns - 1));
    sheet.getRow(rows - 1).setHeightInPoints(45);
  }

  /** A comment that shows when the pointer rests on the header. */
  void comment(int column, String text) {
    XSSFDrawing drawing = sheet.createDrawingPatriarch();
    int lines = text.length() / 35 + text.split("\n", -1).length + 1;
    XSSFComment comment =
        drawing.createCellComment(
            new XSSFClientAnchor(0, 0, 0, 0, column + 1, 1, column + 4, 1 + lines));
    comment.setString(text);
    comment.setAuthor("Penstock");
    sheet.getRow(0).getCell(column).setCellComment(comment);
  }

  /** A drop-down list for the cells of a column; nothing when there are no choices. */
  void choices(int column, List<String> choices) {
    if (choices.isEmpty()) {
      return;
    }
    DataValidationHelper helper = sheet.getDataValidationHelper();
    DataValidation validation =
        helper.createValidation(
            helper.createExplicitListConstraint(choices.toArray(String[]::new)),
            new CellRangeAddressList(1, LAST_CHECKED_ROW, column, column));
    // Other spellings are understood too, so Excel only asks.
    validation.setErrorStyle(DataValidation.ErrorStyle.WARNING);
    validation.createErrorBox("Not in the list", "Usual are: " + String.join(", ", choices));
    validation.setShowErrorBox(true);
    validation.setSuppressDropDownArrow(true);
    sheet.addValidationData(validation);
  }

  /** Makes each column as wide as what it holds, and puts filters on the header. */
  void finish() {
    for (int column = 0; column < columns; column++) {
      sheet.setColumnWidth(column, widthOf(column) * 256);
    }
    sheet.setAutoFilter(new CellRangeAddress(0, Math.max(1, rows - 1), 0, columns - 1));
  }

  private int widthOf(int column) {
    int longest = LEAST_WIDTH;
    for (int row = 0; row < rows; row++) {
      XSSFRow cells = sheet.getRow(row);
      XSSFCell cell = cells == null ? null : cells.getCell(column);
      boolean merged = cells != null && cells.getLastCellNum() == 1;
      if (cell != null && !merged) {
        longest = Math.max(longest, cell.toString().length());
      }
    }
    // Room for the filter's arrow.
    return Math.min(MOST_WIDTH, longest) + 3;
  }

  private void write(List<String> values, CellStyle style) {
    XSSFRow row = sheet.createRow(rows++);
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (!value.isEmpty()) {
        XSSFCell cell = row.createCell(i);
        cell.setCellStyle(style);
        if (value.matches("[1-9]\\d{0,8}")) {
          cell.setCellValue(Integer.parseInt(value));
        } else {
          cell.setCellValue(value);
        }
      }
    }
  }
}
