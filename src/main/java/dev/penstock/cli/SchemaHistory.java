package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.schema.TableSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What changed in the columns of tables, and by which commits. */
final class SchemaHistory {
  private final List<Version> versions = new ArrayList<>();

  /** A commit that left other columns than the one before it. */
  private record Version(CommitRecord commit, List<String> changes) {}

  /**
   * @param log every record of one job, oldest first
   */
  void add(List<CommitRecord> log) {
    TableSchema before = TableSchema.NONE;
    for (CommitRecord commit : log) {
      TableSchema now = commit.schema();
      if (now.version() != before.version()) {
        versions.add(new Version(commit, changes(before, now)));
      }
      before = now;
    }
  }

  private static List<String> changes(TableSchema before, TableSchema now) {
    List<String> changes = before.holdsNone() ? List.of() : now.since(before);
    int columns = now.columns().size();
    return changes.isEmpty() ? List.of(columns + (columns == 1 ? " column" : " columns")) : changes;
  }

  /** Newest first. */
  String text(ZoneId zone, int most) {
    versions.sort(Comparator.comparing((Version v) -> v.commit().committedAt()).reversed());
    Table table =
        new Table(
            Table.Column.left("committed at (" + zone + ")"),
            Table.Column.left("job"),
            Table.Column.right("commit"),
            Table.Column.right("schema"),
            Table.Column.left("columns"));
    for (Version version : versions.subList(0, Math.min(most, versions.size()))) {
      for (String change : version.changes()) {
        table.add(
            Figures.time(version.commit().committedAt(), zone),
            version.commit().jobId(),
            String.valueOf(version.commit().sequence()),
            "v" + version.commit().schema().version(),
            change);
      }
    }
    return table.isEmpty() ? "No commits yet." : table.text();
  }
}
