package dev.penstock.cli;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.workbook.WorkbookContents;
import java.util.List;
import java.util.stream.Collectors;

/** Problems as the console shows them. */
final class ProblemText {
  private ProblemText() {}

  /** {@code ERROR where: what} and the mend below it, one after another. */
  static String of(List<Problem> problems) {
    return problems.stream().map(ProblemText::of).collect(Collectors.joining("\n"));
  }

  private static String of(Problem problem) {
    return "%-8s%s".formatted(problem.severity(), problem.message().replace("\n", "\n        "));
  }

  /**
   * An error that is no single job's, such as a bad setting, keeps everything from running.
   *
   * @throws ConfigException with all errors when there is one
   */
  static void refuseWhatConcernsAll(WorkbookContents contents) {
    if (!contents.generalErrors().isEmpty()) {
      throw new ConfigException(contents.errors());
    }
  }

  static long errors(List<Problem> problems) {
    return problems.stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .count();
  }

  static String count(List<Problem> problems) {
    long errors = errors(problems);
    return "%d error%s, %d warning%s"
        .formatted(
            errors,
            errors == 1 ? "" : "s",
            problems.size() - errors,
            problems.size() - errors == 1 ? "" : "s");
  }
}
