package dev.penstock.cli;

import dev.penstock.engine.Planner;
import dev.penstock.job.SourceType;
import dev.penstock.source.Fidelity.Degree;
import dev.penstock.source.TypedColumn;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the columns of jobs, as people read it. */
final class TypesText {
  private final List<Planner.Types> all = new ArrayList<>();

  /** One job; its text is there at once. */
  String add(Planner.Types types) {
    all.add(types);
    String head =
        "%s  (%s %s)"
            .formatted(
                types.job().id(),
                types.job().sourceType().word(),
                types.job().extract().qualifiedName());
    List<String> lines = new ArrayList<>(List.of(head));
    types.blackout().ifPresent(on -> lines.add("  blackout " + on + "; it was not looked at"));
    types
        .problem()
        .ifPresent(problem -> lines.add("  would fail: " + problem.replace("\n", "\n    ")));
    if (!types.columns().isEmpty()) {
      table(types.columns()).lines().forEach(line -> lines.add("  " + line));
      if (types.job().sourceType() == SourceType.REST) {
        lines.add(
            "  The types are those of the records that are there now; others may bring more.");
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String table(List<TypedColumn> columns) {
    Table table =
        new Table(
            Table.Column.left("column"),
            Table.Column.left("source type"),
            Table.Column.left("lands as"),
            Table.Column.left("Parquet type"),
            Table.Column.left("lossless"),
            Table.Column.left("why, and what to choose in column_types"));
    for (TypedColumn column : columns) {
      table.add(
          column.name(),
          column.sourceType(),
          column.lands(),
          column.parquet(),
          column.fidelity().degree().word(),
          column.fidelity().note());
    }
    return table.text();
  }

  /** The jobs that could not be looked at. */
  int failing() {
    return (int) all.stream().filter(types -> types.problem().isPresent()).count();
  }

  /** How many columns there were of each degree. */
  String closingLine() {
    return "%d columns of %d job%s: %d lossless, %d lossless or the job fails, %d with values that change. Nothing was loaded."
        .formatted(
            all.stream().mapToInt(types -> types.columns().size()).sum(),
            all.size(),
            all.size() == 1 ? "" : "s",
            count(Degree.EXACT),
            count(Degree.EXACT_UNLESS),
            count(Degree.CHANGED));
  }

  private long count(Degree degree) {
    return all.stream()
        .flatMap(types -> types.columns().stream())
        .filter(column -> column.fidelity().degree() == degree)
        .count();
  }
}
