package dev.penstock.cli;

import dev.penstock.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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

  boolean isEmpty() {
    return jobs.isEmpty() && sources.isEmpty() && tables.isEmpty();
  }

  List<Job> select(List<Job> all) {
    return all.stream().filter(this::matches).toList();
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

  private static boolean matches(List<String> globs, String name) {
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

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "--job %s --source %s --table %s", jobs, sources, tables);
  }
}
