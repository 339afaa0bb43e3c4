package dev.penstock.workbook;

import dev.penstock.job.Glob;
import dev.penstock.job.Job;
import dev.penstock.job.TablePattern;
import dev.penstock.workbook.JobsSheet.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows that mean several tables, beside rows that name one. */
final class TablesOfRows {
  private final List<Entry> entries;

  TablesOfRows(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Notes ids that could be those of a table of another row. */
  void check() {
    for (Entry entry : entries) {
      if (entry.row().text(Column.TABLE_NAME).filter(Glob::isIn).isPresent()) {
        entries.stream()
            .filter(other -> other.key().startsWith(entry.key() + "."))
            .forEach(other -> report(entry, other));
      }
    }
  }

  private static void report(Entry entry, Entry other) {
    other
        .row()
        .error(
            Column.JOB_ID,
            "%s begins like the ids of the tables that row %d means."
                .formatted(CellText.shown(other.id()), entry.row().number()),
            "Give this row another job_id, one that does not begin with %s."
                .formatted(entry.id() + "."));
  }

  /** The row without the tables of the same source that have an enabled row of their own. */
  Job withoutOthers(Job job) {
    Optional<TablePattern> pattern = job.tables();
    if (pattern.isEmpty()) {
      return job;
    }
    List<String> others =
        entries.stream()
            .map(Entry::row)
            .filter(row -> row.text(Column.QUERY).isEmpty())
            .filter(row -> same(row, Column.SOURCE_NAME, Optional.of(job.sourceName())))
            .filter(row -> same(row, Column.SCHEMA_NAME, job.extract().schemaName()))
            .flatMap(row -> row.text(Column.TABLE_NAME).stream())
            .filter(table -> !Glob.isIn(table) && pattern.get().matches(table))
            .toList();
    return job.without(others);
  }

  private static boolean same(JobRow row, Column column, Optional<String> text) {
    return row.text(column)
        .map(cell -> cell.toLowerCase(Locale.ROOT))
        .equals(text.map(cell -> cell.toLowerCase(Locale.ROOT)));
  }
}
