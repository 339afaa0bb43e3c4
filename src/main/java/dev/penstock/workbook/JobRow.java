package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Problem.Severity;
import dev.penstock.failure.Spelling;
import dev.penstock.workbook.Cell.Content;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One row of the sheet SourceConfig, asked for its cells; remembers everything wrong with them. */
final class JobRow {
  private final Table table;
  private final SheetRow row;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Column> reported = EnumSet.noneOf(Column.class);

  JobRow(Table table, SheetRow row) {
    this.table = table;
    this.row = row;
  }

  String place() {
    return table.place(row);
  }

  int number() {
    return row.number();
  }

  /** What was found wrong so far. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** Whether something is wrong with this cell. */
  boolean isReported(Column column) {
    return reported.contains(column);
  }

  void error(Column column, String what, String mend) {
    reported.add(column);
    problems.add(Problem.error(where(column), what, mend));
  }

  void warning(Column column, String what, String mend) {
    problems.add(Problem.warning(where(column), what, mend));
  }

  /** The text of a cell; empty when there is none or when it is unusable, which is reported. */
  Optional<String> text(Column column) {
    return table
        .cell(row, column.header())
        .filter(cell -> isUsable(column, cell))
        .map(cell -> textOf(column, cell));
  }

  /** The same for a column that must be filled. */
  Optional<String> required(Column column, String mend) {
    Optional<String> text = text(column);
    if (text.isEmpty() && !reported.contains(column)) {
      error(column, "empty, but every enabled job needs it.", mend);
    }
    return text;
  }

  /** A whole number from {@code least} to {@code most}; the column's default when empty. */
  int whole(Column column, int least, int most) {
    int otherwise = Integer.parseInt(column.defaultText());
    Optional<String> text = text(column);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return (int) value;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    error(
        column,
        "%s is no whole number from %d to %d.".formatted(CellText.shown(text.get()), least, most),
        "Write such a number, or empty the cell for " + otherwise + ".");
    return otherwise;
  }

  /** One of the column's words, in lower case; empty when the cell is, or on a wrong word. */
  Optional<String> choice(Column column) {
    Optional<String> text = text(column);
    List<String> words = column.kind().choices();
    Optional<String> word =
        text.flatMap(
            t -> words.stream().filter(w -> w.equalsIgnoreCase(t.replace(' ', '_'))).findFirst());
    if (text.isPresent() && word.isEmpty()) {
      wrongWord(column, text.get(), words);
    }
    return word.map(w -> w.toLowerCase(Locale.ROOT));
  }

  void wrongWord(Column column, String text, List<String> words) {
    String hint = Spelling.hint(text, words);
    error(column, CellText.shown(text) + " is not known.", hint + "Write " + oneOf(words) + ".");
  }

  /** Names separated by commas; none when the cell is empty. */
  List<String> list(Column column) {
    Optional<List<String>> names = text(column).map(Lists::split);
    names
        .flatMap(Lists::repeated)
        .ifPresent(
            name -> error(column, "it names " + CellText.shown(name) + " twice.", "Name it once."));
    return names.orElse(List.of());
  }

  private boolean isUsable(Column column, Cell cell) {
    if (reported.contains(column)) {
      return false;
    }
    CellProblem.in(where(column), cell)
        .ifPresent(problem -> error(column, problem.what(), problem.mend()));
    if (cell.content() == Content.DATE) {
      refuseDate(column, cell);
    }
    return !reported.contains(column);
  }

  private void refuseDate(Column column, Cell cell) {
    boolean welcome = column.kind() == Kind.MOMENT || column.kind() == Kind.TEXT;
    if (!welcome) {
      error(
          column,
          "cell %s holds the date %s.".formatted(cell.reference(), cell.text()),
          "If Excel made a date of what was typed, format the cell as Text and type it again.");
    }
  }

  private static String textOf(Column column, Cell cell) {
    boolean asTyped =
        cell.content() != Content.TEXT || column.kind() == Kind.SQL || column == Column.DESCRIPTION;
    return asTyped ? cell.text() : CellText.withoutSmartQuotes(cell.text());
  }

  private String where(Column column) {
    return place() + ", column " + column.header();
  }

  /** {@code a, b or c}. */
  static String oneOf(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
