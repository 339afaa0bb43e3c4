package dev.penstock.source.jdbc;

import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.failure.Problem.Severity;
import dev.penstock.job.Job;
import dev.penstock.job.SourceSettings;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.dialect.Access;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with jobs of databases and can be told without connecting. */
final class OfflineCheck {
  /** A message about an option. */
  private static final Pattern PLACED = Pattern.compile("(sheet Sources, .*?, column \\w+): (.*)");

  private final Map<String, SourceSettings> sources;
  private final SecretStore secrets;
  private final Set<String> checked = new HashSet<>();

  OfflineCheck(Map<String, SourceSettings> sources, SecretStore secrets) {
    this.sources = sources;
    this.secrets = secrets;
  }

  /**
   * Every problem of this job; what is wrong with its source is told for the first of its jobs
   * alone.
   *
   * @param access how its kind of database is reached
   */
  List<Problem> of(Job job, Access access) {
    List<Problem> problems = new ArrayList<>();
    new TreeMap<>(job.extract().columnTypes())
        .forEach((column, type) -> wrongType(job, column, type).ifPresent(problems::add));
    if (job.extract().cutting().group().isPresent()) {
      access.groupObstacle().map(why -> noGroup(job, why)).ifPresent(problems::add);
    }
    if (checked.add(job.sourceName())) {
      problems.addAll(source(job.sourceName(), access));
    }
    return problems;
  }

  /** What to do about a type that is none. */
  static String typesInWords() {
    return "The types are: "
        + String.join(", ", ColumnType.words())
        + "; p is at most 38, s at most p.";
  }

  /** A group of a database that cannot have any. */
  static Problem noGroup(Job job, String why) {
    return Problem.error(
            job.place() + ", column snapshot_group",
            "%s is not read as of one instant with other jobs, as %s."
                .formatted(job.sourceType().word(), why),
            "Empty the cell; PostgreSQL is what can do it.")
        .of(job.id());
  }

  private static Optional<Problem> wrongType(Job job, String column, String type) {
    return parsed(type).isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                    job.place() + ", column column_types",
                    "%s=%s names no type.".formatted(column, type),
                    typesInWords())
                .of(job.id()));
  }

  /** What no database gives is no type here. */
  static Optional<ColumnType> parsed(String type) {
    return ColumnType.parse(type).filter(known -> !known.isNested());
  }

  private List<Problem> source(String name, Access access) {
    List<Problem> problems = new ArrayList<>();
    try {
      SourceSettings sheet = sources.getOrDefault(name, SourceSettings.empty(name));
      ConnectionLookup lookup = new ConnectionLookup(sheet, secrets);
      problems.addAll(lookup.problems(access));
      boolean complete = problems.stream().noneMatch(any -> any.severity() == Severity.ERROR);
      if (complete && secrets.tellsAll()) {
        access.check(lookup.settings(access));
      }
    } catch (IngestException e) {
      problems.add(problem(name, e));
    }
    return problems;
  }

  /** A port that is none, a value in the secrets file that is no text, or an option's value. */
  private static Problem problem(String name, IngestException e) {
    String[] parts = e.getMessage().split("\n", 2);
    String mend = parts.length > 1 ? parts[1] : "Mend the settings of the source.";
    Matcher placed = PLACED.matcher(parts[0]);
    if (placed.matches()) {
      return Problem.error(placed.group(1), placed.group(2), mend);
    }
    String where = "source " + name;
    String what = parts[0].startsWith(where) ? parts[0].substring(where.length() + 2) : parts[0];
    return Problem.error(where, what, mend);
  }
}
