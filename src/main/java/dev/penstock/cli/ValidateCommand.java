package dev.penstock.cli;

import dev.penstock.failure.Problem;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the workbook, the settings and the secrets file. */
@Command(
    name = "validate",
    description = "Checks the workbook, the settings and the secrets file; reaches no network.",
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
    problems.addAll(rooms.secretProblems());
    if (!problems.isEmpty()) {
      console.print(ProblemText.of(problems));
      console.print("");
    }
    console.print(
        "%s: %d enabled job%s ready, %s."
            .formatted(
                workbook.workbook(),
                contents.jobs().size(),
                contents.jobs().size() == 1 ? "" : "s",
                ProblemText.count(problems)));
    return ProblemText.errors(problems) == 0 ? ExitCode.DONE : ExitCode.CONFIGURATION;
  }
}
