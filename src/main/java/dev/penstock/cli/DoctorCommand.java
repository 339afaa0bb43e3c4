package dev.penstock.cli;

import dev.penstock.doctor.Checkup;
import dev.penstock.doctor.ConfigurationCheckup;
import dev.penstock.doctor.Doctor;
import dev.penstock.doctor.Examination;
import dev.penstock.doctor.Examination.Verdict;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reaches everything that a run needs, and says what is wrong with it. */
@Command(
    name = "doctor",
    description = {
      "Reaches the vault, the lake and the sources of the chosen jobs, all at the same time; says how long each takes to answer, what is allowed there, and how to mend what is wrong. Loads nothing.",
      "In the lake it makes a few small files in a folder of its own below _penstock/ and removes them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well (there may be warnings)",
      "1:something failed",
      "2:the configuration or the command line is wrong; nothing was looked at"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int AT_ONCE = 16;

  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();
  @Mixin private JobFilter filter = new JobFilter();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long each subject may take. Default: ${DEFAULT-VALUE}")
  private double timeoutSeconds;

  @Option(names = "--json", description = "Prints the findings as JSON, for monitoring.")
  private boolean json;

  public DoctorCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    Doctor doctor = new Doctor(AT_ONCE, deadline());
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    List<Job> jobs =
        filter.isEmpty() ? contents.jobs() : filter.require(JobIds.of(rooms, contents));
    long before = System.nanoTime();
    List<Examination> examinations = doctor.examine(checkups(contents, jobs));
    Duration duration = Duration.ofNanos(System.nanoTime() - before);
    console.print(
        json
            ? ExaminationJson.of(examinations)
            : ExaminationText.of(examinations)
                + "\n\n"
                + ExaminationText.summary(examinations, duration));
    boolean failed = examinations.stream().anyMatch(e -> e.verdict() == Verdict.FAILED);
    return failed ? ExitCode.SOME_JOB_FAILED : ExitCode.DONE;
  }

  /** At least as long as it takes to look; more than a day is a mistake. */
  private Duration deadline() {
    if (!(timeoutSeconds > 0 && timeoutSeconds <= 86_400)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "option --timeout: %s is no time to wait.\nGive seconds, such as 30."
              .formatted(timeoutSeconds));
    }
    return Duration.ofNanos((long) (timeoutSeconds * 1e9));
  }

  private List<Checkup> checkups(WorkbookContents contents, List<Job> jobs) {
    List<Checkup> checkups = new ArrayList<>();
    checkups.add(
        new ConfigurationCheckup(
            workbook.workbook().toString(),
            contents.jobs().size(),
            contents.problems(),
            rooms::secretProblems));
    checkups.addAll(rooms.checkups(contents, jobs));
    return checkups;
  }
}
