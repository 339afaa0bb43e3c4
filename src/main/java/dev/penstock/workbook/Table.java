package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of a sheet below its header.
 *
 * @param sheet the sheet's name as messages give it
 * @param columns header, normalised, to the column's place
 */
record Table(String sheet, int headerRow, Map<String, Integer> columns, List<SheetRow> rows) {
  /** How far down the header may stand, below titles and notes. */
  private static final int HEADER_WITHIN = 10;

  private static final String NOTE = "#";

  Table {
    columns = Map.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Finds the header among the first rows: the first with two known headers. */
  static Table of(String sheet, SheetRows cells, Set<String> known, Collection<Problem> problems) {
    Optional<SheetRow> header = headerOf(cells.rows(), known);
    if (header.isEmpty()) {
      return new Table(sheet, 1, Map.of(), List.of());
    }
    SheetRow row = header.get();
    Map<String, Integer> columns = columnsOf(sheet, row, problems);
    reportMerged(sheet, row.number(), cells.merged(), problems);
    List<SheetRow> rows =
        cells.rows().stream()
            .filter(r -> r.number() > row.number())
            .filter(r -> r.cells().stream().anyMatch(c -> isRead(c, columns.values())))
            .toList();
    reportHeadless(sheet, row, cells.rows(), problems);
    return new Table(sheet, row.number(), columns, rows);
  }

  /** Where the row stands, as messages begin. */
  String place(SheetRow row) {
    return "sheet " + sheet + ", row " + row.number();
  }

  /** The cell of a row in the column with this header; empty cells are absent. */
  Optional<Cell> cell(SheetRow row, String header) {
    return written(row, header).filter(cell -> !cell.isEmpty());
  }

  /** The same where a word such as {@code none} may be a value. */
  Optional<Cell> written(SheetRow row, String header) {
    return Optional.ofNullable(columns.get(header)).flatMap(row::cell);
  }

  private static Optional<SheetRow> headerOf(List<SheetRow> rows, Set<String> known) {
    return rows.stream()
        .limit(HEADER_WITHIN)
        .filter(row -> row.cells().stream().filter(c -> isKnown(c, known)).count() >= 2)
        .findFirst()
        .or(() -> rows.stream().findFirst());
  }

  private static boolean isKnown(Cell cell, Set<String> known) {
    return known.contains(Headers.normalised(cell.text()));
  }

  private static boolean isRead(Cell cell, Collection<Integer> places) {
    return !cell.isEmpty() && places.contains(cell.column());
  }

  private static Map<String, Integer> columnsOf(
      String sheet, SheetRow header, Collection<Problem> problems) {
    Map<String, Cell> seen = new LinkedHashMap<>();
    for (Cell cell : header.cells()) {
      String name = Headers.normalised(cell.text());
      if (name.startsWith(NOTE) || name.isEmpty()) {
        continue;
      }
      Cell first = seen.putIfAbsent(name, cell);
      if (first != null) {
        problems.add(
            Problem.error(
                "sheet %s, row %d".formatted(sheet, header.number()),
                "the header %s stands twice, in cells %s and %s."
                    .formatted(CellText.shown(name), first.reference(), cell.reference()),
                "Keep one of the two columns."));
      }
    }
    Map<String, Integer> columns = new HashMap<>();
    seen.forEach((name, cell) -> columns.put(name, cell.column()));
    return columns;
  }

  private static void reportMerged(
      String sheet, int headerRow, List<String> merged, Collection<Problem> problems) {
    for (String range : merged) {
      if (CellReference.touchesRow(range, headerRow)) {
        problems.add(
            Problem.error(
                "sheet %s, row %d".formatted(sheet, headerRow),
                "the header cells %s are merged, so that it is unclear which column they name."
                    .formatted(range),
                "Select them, choose Unmerge Cells, and give each column its own header."));
      }
    }
  }

  private static void reportHeadless(
      String sheet, SheetRow header, List<SheetRow> all, Collection<Problem> problems) {
    List<Integer> named = new ArrayList<>();
    header.cells().forEach(cell -> named.add(cell.column()));
    all.stream()
        .filter(row -> row.number() > header.number())
        .flatMap(row -> row.cells().stream())
        .filter(cell -> !cell.isEmpty() && !named.contains(cell.column()))
        .findFirst()
        .ifPresent(
            cell ->
                problems.add(
                    Problem.warning(
                        "sheet " + sheet,
                        "cell %s holds a value, but its column has no header; it is not read."
                            .formatted(cell.reference()),
                        "Give the column a header, one that begins with # if it is a note.")));
  }
}
