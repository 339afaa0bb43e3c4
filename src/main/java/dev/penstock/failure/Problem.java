package dev.penstock.failure;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that is wrong with the configuration.
 *
 * @param severity whether the job can run all the same
 * @param jobId the job that cannot run because of it; empty when it concerns the whole workbook
 * @param where the place in the user's words, such as {@code sheet SourceConfig, row 7, column
 *     watermark_column}
 * @param what what is wrong there, with the value
 * @param mend what to do about it, as one sentence
 */
public record Problem(
    Severity severity, Optional<String> jobId, String where, String what, String mend) {
  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public Problem {
    requireNonNull(severity, "severity");
    requireNonNull(jobId, "jobId");
    requireNonNull(where, "where");
    requireNonNull(what, "what");
    requireNonNull(mend, "mend");
  }

  public static Problem error(String where, String what, String mend) {
    return new Problem(Severity.ERROR, Optional.empty(), where, what, mend);
  }

  public static Problem warning(String where, String what, String mend) {
    return new Problem(Severity.WARNING, Optional.empty(), where, what, mend);
  }

  /** This problem, named as one of the given job's. */
  public Problem of(String job) {
    return new Problem(severity, Optional.of(job), where, what, mend);
  }

  /** Two lines: {@code where: what.} and the mend. */
  public String message() {
    return where + ": " + what + "\n" + mend;
  }
}
