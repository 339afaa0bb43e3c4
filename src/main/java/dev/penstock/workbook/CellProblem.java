package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import java.util.Optional;

/** Cells whose value nobody knows. */
final class CellProblem {
  private CellProblem() {}

  /** Why the cell has no value that can be used; empty when it has. */
  static Optional<Problem> in(String where, Cell cell) {
    return switch (cell.content()) {
      case TEXT, NUMBER, FLAG, DATE -> Optional.empty();
      case ERROR ->
          Optional.of(
              Problem.error(
                  where,
                  "cell %s shows the error %s.".formatted(cell.reference(), cell.text()),
                  "Mend its formula, or type the value."));
      case UNCALCULATED ->
          Optional.of(
              Problem.error(
                  where,
                  "cell %s holds a formula without a stored value.".formatted(cell.reference()),
                  "Open the workbook in Excel, let it calculate and save it; or type the value."));
      case ROUNDED ->
          Optional.of(
              Problem.error(
                  where,
                  "cell %s holds the number %s, of which Excel has dropped digits."
                      .formatted(cell.reference(), cell.text()),
                  "Format the cell as Text and type the value again."));
    };
  }
}
