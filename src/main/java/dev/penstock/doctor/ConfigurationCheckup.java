package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Problem;
import java.util.List;
import java.util.function.Supplier;

/** What is wrong with the workbook in numbers, and with the secrets file in full. */
public final class ConfigurationCheckup implements Checkup {
  private final String workbook;
  private final int jobs;
  private final List<Problem> sheets;
  private final Supplier<List<Problem>> secrets;

  /**
   * @param workbook its place
   * @param jobs how many enabled jobs can run
   * @param sheets what is wrong with the sheets
   * @param secrets what is wrong with the secrets file, such as who may read it
   */
  public ConfigurationCheckup(
      String workbook, int jobs, List<Problem> sheets, Supplier<List<Problem>> secrets) {
    this.workbook = requireNonNull(workbook, "workbook");
    this.jobs = jobs;
    this.sheets = List.copyOf(sheets);
    this.secrets = requireNonNull(secrets, "secrets");
  }

  @Override
  public String subject() {
    return "configuration";
  }

  @Override
  public void examine(Chart chart) {
    long errors = count(Problem.Severity.ERROR);
    long warnings = count(Problem.Severity.WARNING);
    chart.fact("workbook", "%s, %d enabled job%s ready".formatted(workbook, jobs, plural(jobs)));
    if (errors > 0) {
      chart.add(
          Finding.error(
              "%s: %d error%s, so that jobs cannot run."
                  .formatted(workbook, errors, plural(errors)),
              "./run.sh validate names each with its cell."));
    }
    if (warnings > 0) {
      chart.add(
          Finding.warning(
              "%s: %d warning%s.".formatted(workbook, warnings, plural(warnings)),
              "./run.sh validate names each with its cell."));
    }
    chart.step("reading the secrets file");
    secrets.get().forEach(problem -> chart.add(Finding.of(problem)));
  }

  private long count(Problem.Severity severity) {
    return sheets.stream().filter(problem -> problem.severity() == severity).count();
  }

  private static String plural(long count) {
    return count == 1 ? "" : "s";
  }
}
