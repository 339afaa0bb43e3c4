package dev.penstock.workbook;

import java.util.List;
import java.util.Optional;

/**
 * A row with at least one cell that is not empty.
 *
 * @param number as Excel counts, from 1
 */
record SheetRow(int number, List<Cell> cells) {
  SheetRow {
    cells = List.copyOf(cells);
  }

  /** The cell in this column, counted from 0. */
  Optional<Cell> cell(int column) {
    return cells.stream().filter(cell -> cell.column() == column).findFirst();
  }
}
