package dev.penstock.cli;

import dev.penstock.destination.Destination;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Glob;
import dev.penstock.job.Job;
import dev.penstock.job.TablePattern;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Which of the workbook's jobs a command is about. A job must meet each kind of filter that is
 * given.
 */
public final class JobFilter {
  @Option(
      names = {"-j", "--job"},
      paramLabel = "GLOB",
      description = "Only jobs whose job_id matches, such as shop_* . May be repeated.")
  List<String> jobs = new ArrayList<>();

  @Option(
      names = {"-s", "--source"},
      paramLabel = "GLOB",
      description = "Only jobs whose source_name matches. May be repeated.")
  List<String> sources = new ArrayList<>();

  @Option(
      names = {"-t", "--table"},
      paramLabel = "GLOB",
      description = "Only jobs whose table_name or schema.table matches. May be repeated.")
  List<String> tables = new ArrayList<>();

  /**
   * The one enabled job of this id.
   *
   * @throws IngestException CONFIG when there is none
   */
  static Job named(Rooms rooms, WorkbookContents contents, String jobId) {
    ProblemText.refuseWhatConcernsAll(contents);
    return contents.jobs().stream()
        .flatMap(candidate -> named(candidate, jobId).stream())
        .findFirst()
        .or(() -> contents.jobs().stream().flatMap(row -> inner(row, jobId).stream()).findFirst())
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.CONFIG,
                    "job '%s': no enabled row of the workbook has this job_id.\nEnabled jobs: %s"
                        .formatted(jobId, JobIds.of(rooms, contents).text())));
  }

  /** A row of several tables stands for a job of each, whether or not the source has it. */
  private static Optional<Job> named(Job row, String jobId) {
    Optional<TablePattern> tables = row.tables();
    if (tables.isEmpty()) {
      return Optional.of(row).filter(job -> job.id().equalsIgnoreCase(jobId));
    }
    return behind(row, jobId).filter(table -> tables.get().matches(table)).map(row::ofTable);
  }

  /** The job of a table inside the rows of a job, whether or not there is one. */
  private static Optional<Job> inner(Job row, String jobId) {
    return row.mayHoldTables() ? behind(row, jobId).map(row::ofInner) : Optional.empty();
  }

  private static Optional<String> behind(Job row, String jobId) {
    String prefix = row.tablePrefix();
    return Optional.of(jobId)
        .filter(id -> id.regionMatches(true, 0, prefix, 0, prefix.length()))
        .map(id -> id.substring(prefix.length()));
  }

  boolean isEmpty() {
    return jobs.isEmpty() && sources.isEmpty() && tables.isEmpty();
  }

  /**
   * The jobs that match. A row of several tables is among them when one of its tables could match,
   * and a job when a table inside its rows is named; {@link #wants} tells which do.
   */
  List<Job> select(List<Job> all) {
    return all.stream().filter(this::mayMatch).toList();
  }

  /** Whether a job is meant that a row of several tables stands for. */
  boolean wants(Job row, Job table) {
    return matches(row) || matches(table);
  }

  /**
   * The jobs that have loads in the lake, or of which it is not known: a row of several tables
   * stands for those that were loaded.
   */
  List<Job> loaded(Destination destination, List<Job> selected) {
    Set<String> rows = selected.stream().map(Job::id).collect(Collectors.toSet());
    return selected.stream()
        .flatMap(job -> loaded(destination, job, inner -> !rows.contains(inner.id())))
        .toList();
  }

  /**
   * The same, which is at least one where something was asked for by name: nothing found is no good
   * news of it.
   *
   * @throws IngestException CONFIG when there is none
   */
  List<Job> requireLoaded(Destination destination, List<Job> selected, JobIds all) {
    List<Job> loaded = loaded(destination, selected);
    if (loaded.isEmpty() && !isEmpty()) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "Nothing was loaded that matches %s.\nEnabled jobs: %s".formatted(this, all.text()));
    }
    return loaded;
  }

  private Stream<Job> loaded(Destination destination, Job job, Predicate<Job> isNoRow) {
    if (job.tables().isPresent()) {
      return destination.tablesOf(job).stream()
          .map(job::ofTable)
          .filter(table -> wants(job, table));
    }
    return job.mayHoldTables()
        ? Stream.concat(
            Stream.of(job).filter(this::matches),
            destination.tablesOf(job).stream()
                .map(job::ofInner)
                .filter(isNoRow)
                .filter(table -> wants(job, table)))
        : Stream.of(job);
  }

  /**
   * The jobs that match, which is at least one.
   *
   * @throws IngestException CONFIG when none does
   */
  List<Job> require(JobIds all) {
    List<Job> selected = select(all.rows());
    if (selected.isEmpty()) {
      throw new IngestException(ErrorCode.CONFIG, nothing(all));
    }
    return selected;
  }

  /** That none of the workbook's jobs matches, and what to do. */
  String nothing(JobIds all) {
    return all.rows().isEmpty()
        ? "No job is enabled. Set enabled to Y in the rows to load."
        : "No enabled job matches %s.\nEnabled jobs: %s".formatted(this, all.text());
  }

  /**
   * Whether a job of which only the id is known is meant; source and table filters do not hold it
   * back.
   */
  boolean matchesId(String jobId) {
    return sources.isEmpty() && tables.isEmpty() && matches(jobs, jobId);
  }

  private boolean mayMatch(Job job) {
    Optional<TablePattern> pattern = job.tables();
    if (matches(job) || pattern.isEmpty()) {
      return matches(job)
          || (job.mayHoldTables()
              && jobs.stream().anyMatch(id -> behind(job, id).isPresent())
              && matches(sources, job.sourceName()));
    }
    boolean byId =
        matches(jobs, job.id())
            || jobs.stream().anyMatch(glob -> new Glob(glob).mayMatchFrom(job.tablePrefix()));
    boolean byTable =
        tables.isEmpty()
            || tables.stream()
                .anyMatch(glob -> Glob.isIn(glob) || pattern.get().matches(tail(glob)));
    return matches(sources, job.sourceName()) && byId && byTable;
  }

  /** The name without the schema before it. */
  private static String tail(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private boolean matches(Job job) {
    return matches(jobs, job.id())
        && matches(sources, job.sourceName())
        && (matches(tables, job.extract().tableName())
            || matches(tables, job.extract().qualifiedName()));
  }

  /** Whether one of them matches, in any letter case; none match everything. */
  static boolean matches(List<String> globs, String name) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> new Glob(glob).matches(name));
  }

  /** As it was typed. */
  @Override
  public String toString() {
    return Stream.of(
            jobs.stream().map(glob -> "--job " + glob),
            sources.stream().map(glob -> "--source " + glob),
            tables.stream().map(glob -> "--table " + glob))
        .flatMap(options -> options)
        .collect(Collectors.joining(" "));
  }
}
