package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table in docs/schema.md that says which reader reads files of before and after a change
 * together. What a reader did is compared with it; {@code -Dpenstock.docs=write} rewrites the cell.
 */
final class ReadersTable {
  private static final Path PAGE = Path.of("docs", "schema.md");
  private static final String HEAD = "| Change | DuckDB";

  private ReadersTable() {}

  /** The changes of the rows. */
  static List<String> changes() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    return lines.stream()
        .skip(head(lines) + 2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> cells(line).get(0))
        .toList();
  }

  /** Whether a column of the table is of this reader. */
  static boolean knows(String reader) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    return cells(lines.get(head(lines))).contains(reader);
  }

  /** Requires the cell of a change and a reader to say this. */
  static void check(String change, String reader, String said) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(PAGE));
    assertThat(changes()).contains(change);
    int row = head(lines) + 2 + changes().indexOf(change);
    int column = cells(lines.get(head(lines))).indexOf(reader);
    List<String> cells = new ArrayList<>(cells(lines.get(row)));
    if ("write".equals(System.getProperty("penstock.docs"))) {
      cells.set(column, said);
      lines.set(row, cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
      Files.write(PAGE, lines);
    }
    assertThat(cells.get(column)).as("%s of %s in %s", change, reader, PAGE).isEqualTo(said);
  }

  private static int head(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(HEAD)) {
        return i;
      }
    }
    throw new AssertionError(PAGE + " has no table of readers");
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .toList();
  }
}
