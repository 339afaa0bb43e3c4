package dev.penstock.workbook;

import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** The sheets of a new workbook, with the styles that they share. */
final class TemplateSheets {
  private final XSSFWorkbook book;
  private final CellStyle header;
  private final CellStyle body;

  TemplateSheets(XSSFWorkbook book) {
    this.book = book;
    this.header = book.createCellStyle();
    Font bold = book.createFont();
    bold.setBold(true);
    header.setFont(bold);
    header.setFillForegroundColor(IndexedColors.LIGHT_CORNFLOWER_BLUE.getIndex());
    header.setFillPattern(FillPatternType.SOLID_FOREGROUND);
    this.body = book.createCellStyle();
    // The text format keeps Excel from making dates and numbers of what is typed.
    body.setDataFormat(book.createDataFormat().getFormat("@"));
    body.setWrapText(true);
    body.setVerticalAlignment(VerticalAlignment.TOP);
  }

  TemplateSheet add(String name) {
    return new TemplateSheet(book.createSheet(name), header, body);
  }
}
