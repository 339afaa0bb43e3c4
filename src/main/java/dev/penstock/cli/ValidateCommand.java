package dev.penstock.cli;

import dev.penstock.failure.Problem;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the workbook, the settings and the secrets file. */
@Command(
    name = "validate",
    description = {
      "Checks the workbook, the settings, the secrets file, and that each enabled job has what its source needs.",
      "Reaches no network: whether a table exists and a password is right, plan tells."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing is wrong (there may be warnings)", "2:something is wrong"})
public final class ValidateCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();

  public ValidateCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkbookContents contents = rooms.read(workbook);
    List<Problem> problems = new ArrayList<>(contents.problems());
    problems.addAll(rooms.offlineProblems(contents));
    if (!problems.isEmpty()) {
      console.print(ProblemText.of(problems));
      console.print("");
    }
    console.print(
        "%s: %s, %s."
            .formatted(
                workbook.workbook(), ready(contents, problems), ProblemText.count(problems)));
    return ProblemText.errors(problems) == 0 ? ExitCode.DONE : ExitCode.CONFIGURATION;
  }

  private static String ready(WorkbookContents contents, List<Problem> problems) {
    List<Problem> errors =
        problems.stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).toList();
    if (errors.stream().anyMatch(problem -> problem.jobId().isEmpty())) {
      return "nothing can run";
    }
    Set<String> failed =
        errors.stream().flatMap(problem -> problem.jobId().stream()).collect(Collectors.toSet());
    long ready = contents.jobs().stream().filter(job -> !failed.contains(job.id())).count();
    String of = failed.isEmpty() ? "" : " of " + (ready + failed.size());
    long jobs = ready + failed.size();
    return "%d%s enabled job%s ready".formatted(ready, of, jobs == 1 ? "" : "s");
  }
}
