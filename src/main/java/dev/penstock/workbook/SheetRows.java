package dev.penstock.workbook;

import java.util.List;

/**
 * What a sheet holds.
 *
 * @param merged the merged ranges, such as {@code C1:D1}
 */
record SheetRows(List<SheetRow> rows, List<String> merged) {
  SheetRows {
    rows = List.copyOf(rows);
    merged = List.copyOf(merged);
  }
}
