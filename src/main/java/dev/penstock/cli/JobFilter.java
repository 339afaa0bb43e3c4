package dev.penstock.cli;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Which of the workbook's jobs a command is about. A job must meet each kind of filter that is
 * given.
 */
public final class JobFilter {
  private static final int MOST_IDS = 20;

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
  static Job named(WorkbookContents contents, String jobId) {
    ProblemText.refuseWhatConcernsAll(contents);
    return contents.jobs().stream()
        .filter(candidate -> candidate.id().equalsIgnoreCase(jobId))
        .findFirst()
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.CONFIG,
                    "job '%s': no enabled row of the workbook has this job_id.\nEnabled jobs: %s"
                        .formatted(jobId, ids(contents.jobs()))));
  }

  boolean isEmpty() {
    return jobs.isEmpty() && sources.isEmpty() && tables.isEmpty();
  }

  List<Job> select(List<Job> all) {
    return all.stream().filter(this::matches).toList();
  }

  /**
   * The jobs that match, which is at least one.
   *
   * @throws IngestException CONFIG when none does
   */
  List<Job> require(List<Job> all) {
    List<Job> selected = select(all);
    if (selected.isEmpty()) {
      throw new IngestException(ErrorCode.CONFIG, nothing(all));
    }
    return selected;
  }

  /** That none of these jobs matches, and what to do. */
  String nothing(List<Job> all) {
    return all.isEmpty()
        ? "No job is enabled. Set enabled to Y in the rows to load."
        : "No enabled job matches %s.\nEnabled jobs: %s".formatted(this, ids(all));
  }

  /** The ids of jobs; the first of them when there are many. */
  static String ids(List<Job> all) {
    String first = all.stream().limit(MOST_IDS).map(Job::id).collect(Collectors.joining(", "));
    return all.size() <= MOST_IDS ? first : first + " and " + (all.size() - MOST_IDS) + " more";
  }

  /**
   * Whether a job of which only the id is known is meant; source and table filters do not hold it
   * back.
   */
  boolean matchesId(String jobId) {
    return sources.isEmpty() && tables.isEmpty() && matches(jobs, jobId);
  }

  private boolean matches(Job job) {
    return matches(jobs, job.id())
        && matches(sources, job.sourceName())
        && (matches(tables, job.extract().tableName())
            || matches(tables, job.extract().qualifiedName()));
  }

  /** Whether one of them matches, in any letter case; none match everything. */
  static boolean matches(List<String> globs, String name) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> regex(glob).matcher(name).matches());
  }

  /** {@code *} stands for any text, {@code ?} for one character; letter case does not matter. */
  private static Pattern regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
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
