package dev.penstock.cli;

import dev.penstock.engine.Forecast;
import dev.penstock.engine.Forecaster;
import dev.penstock.engine.Planner;
import dev.penstock.engine.RunRequest;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.source.Consistency;
import dev.penstock.source.LateRows;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.workbook.WorkbookContents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a run would do. */
@Command(
    name = "plan",
    description =
        "Says what a run would do: SQL, window, splits, rows expected, target path. Loads nothing.")
public final class PlanCommand implements Callable<Integer> {
  /** Of many splits, whose statements are alike. */
  private static final int SHOWN_SPLITS = 3;

  private final Rooms rooms;
  private final Console console;
  private final Clock clock;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();
  @Mixin private JobFilter filter = new JobFilter();

  @Option(names = "--full-refresh", description = "Plans a run with --full-refresh.")
  private boolean fullRefresh;

  @Option(names = "--no-resume", description = "Plans a run with --no-resume.")
  private boolean noResume;

  @Option(
      names = "--types",
      description =
          "Says of each column instead in which type it lands, and whether every value stays what it is.")
  private boolean types;

  public PlanCommand(Rooms rooms, Console console, Clock clock) {
    this.rooms = rooms;
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    List<Problem> problems = new ArrayList<>(contents.problems());
    problems.addAll(rooms.secretProblems());
    if (!problems.isEmpty()) {
      console.tell(ProblemText.of(problems));
    }
    int rejected = contents.failedJobs().size();
    if (contents.jobs().isEmpty() && rejected > 0) {
      return ExitCode.SOME_JOB_FAILED;
    }
    List<Job> jobs = filter.require(JobIds.of(rooms, contents));
    if (types) {
      return rejected + types(contents, jobs) == 0 ? ExitCode.DONE : ExitCode.SOME_JOB_FAILED;
    }
    int planned = 0;
    int failing = 0;
    try (Workshop workshop = rooms.open(contents)) {
      Forecaster forecaster =
          new Forecaster(
              workshop.destination(), contents.jobs(), contents.settings().targetFileBytes());
      for (Job row : jobs) {
        for (Planner.Plan plan : plans(workshop.planner(), row)) {
          planned++;
          failing += plan.problem().isPresent() ? 1 : 0;
          console.print(text(plan, forecaster.of(plan)));
        }
      }
    }
    if (planned == 0) {
      console.tell(filter.nothing(JobIds.of(rooms, contents)));
      return ExitCode.CONFIGURATION;
    }
    console.print(closingLine(planned, failing));
    return rejected + failing == 0 ? ExitCode.DONE : ExitCode.SOME_JOB_FAILED;
  }

  private List<Planner.Plan> plans(Planner planner, Job row) {
    return planner.plans(row, refresh(), clock.instant(), filter::wants);
  }

  private int types(WorkbookContents contents, List<Job> jobs) {
    TypesText text = new TypesText();
    try (Workshop workshop = rooms.open(contents)) {
      for (Job row : jobs) {
        workshop
            .planner()
            .types(row, refresh(), clock.instant(), filter::wants)
            .forEach(found -> console.print(text.add(found)));
      }
    }
    console.print(text.closingLine());
    return text.failing();
  }

  private static String closingLine(int jobs, int failing) {
    return "%d job%s planned, %s. Nothing was loaded; ./run.sh loads."
        .formatted(
            jobs, jobs == 1 ? "" : "s", failing == 0 ? "none would fail" : failing + " would fail");
  }

  private RunRequest.Refresh refresh() {
    if (fullRefresh) {
      return RunRequest.Refresh.EVERYTHING;
    }
    return noResume ? RunRequest.Refresh.ANEW : RunRequest.Refresh.FROM_WATERMARK;
  }

  private static String text(Planner.Plan plan, Optional<Forecast> forecast) {
    Job job = plan.job();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  (%s %s, %s, %s)"
            .formatted(
                job.id(),
                job.sourceType().word(),
                job.extract().qualifiedName(),
                job.loadType(),
                job.target().disposition().name().toLowerCase(Locale.ROOT)));
    plan.blackout().ifPresent(on -> lines.add("  blackout " + on + "; it was not looked at"));
    plan.problem()
        .ifPresent(problem -> lines.add("  would fail: " + problem.replace("\n", "\n    ")));
    plan.survey().ifPresent(survey -> lines.addAll(lines(plan, survey, forecast)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> lines(Planner.Plan plan, Survey survey, Optional<Forecast> forecast) {
    List<String> lines = new ArrayList<>();
    lines.add("  window   " + window(plan.job(), survey));
    if (!survey.late().words().isEmpty()) {
      lines.add("  " + late(survey));
    }
    if (!survey.nothingNew()) {
      addWork(plan, survey, forecast.orElseThrow(), lines);
    }
    plan.changes()
        .forEach(change -> lines.add("  schema   " + change.replace("\n", "\n           ")));
    plan.facts().advice().forEach(advice -> lines.add("  advice   " + advice));
    plan.deletes().ifPresent(deletes -> lines.addAll(deletes(deletes)));
    survey
        .warnings()
        .forEach(warning -> lines.add("  warning  " + warning.replace("\n", "\n           ")));
    return lines;
  }

  private static List<String> deletes(Planner.DeletesPlan deletes) {
    if (deletes.files() == 0) {
      return List.of("  deletes  not looked for, as nothing was delivered yet");
    }
    return List.of(
        "  deletes  keys of all rows at the source, compared with those of %s rows in %d file%s (%s; the key columns are read, and read again when rows are gone)"
            .formatted(
                Figures.count(deletes.rows()),
                deletes.files(),
                deletes.files() == 1 ? "" : "s",
                Figures.megabytes(deletes.bytes())),
        "  sql      " + deletes.query());
  }

  private static void addWork(
      Planner.Plan plan, Survey survey, Forecast forecast, List<String> lines) {
    lines.add("  rows     " + rows(forecast));
    lines.add("  expect   " + expected(forecast));
    lines.add("  path     " + plan.partitionPath());
    lines.add(
        "  splits   %d%s, %s"
            .formatted(
                plan.splits().size(),
                plan.cutting().isEmpty() ? "" : " (" + plan.cutting() + ")",
                moments(survey.consistency())));
    boolean many = plan.splits().size() > SHOWN_SPLITS + 2;
    for (Split split : plan.splits().subList(0, many ? SHOWN_SPLITS : plan.splits().size())) {
      lines.add(sql(split));
    }
    if (many) {
      lines.add("           ... and %d more".formatted(plan.splits().size() - SHOWN_SPLITS - 1));
      lines.add(sql(plan.splits().get(plan.splits().size() - 1)));
    }
  }

  private static String sql(Split split) {
    return "  sql      "
        + split.query()
        + (split.parameters().isEmpty() ? "" : "  " + split.parameters());
  }

  private static String moments(Consistency consistency) {
    if (consistency.equals(Consistency.PER_SPLIT)) {
      return "each of the instant when it is read";
    }
    return "all of one instant"
        + consistency
            .group()
            .map(group -> ", that of the jobs of snapshot_group " + group)
            .orElse("");
  }

  private static String rows(Forecast forecast) {
    if (forecast.rows().isEmpty()) {
      return "not counted";
    }
    String rows = Figures.count(forecast.rows().getAsLong());
    return forecast.counted() ? rows : "about " + rows + ", as the catalogue says; not counted";
  }

  private static String expected(Forecast forecast) {
    if (forecast.bytes().isEmpty()) {
      return "not known, as no load of this source is there to judge by";
    }
    String duration =
        forecast
            .duration()
            .map(time -> "about " + Figures.seconds(time))
            .orElse("how long is not known, as the loads so far were small");
    long files = forecast.files().orElseThrow();
    return "about %s MB in %d file%s, %s (%s)"
        .formatted(
            Figures.megabytes(forecast.bytes().getAsLong()),
            files,
            files == 1 ? "" : "s",
            duration,
            forecast.basis());
  }

  private static String late(Survey survey) {
    LateRows late = survey.late();
    return "late rows: "
        + late.words()
        + late.again()
            .map(from -> "; rows from %s to the watermark are read again".formatted(from.value()))
            .orElse("");
  }

  private static String window(Job job, Survey survey) {
    Window window = survey.window();
    if (job.extract().cursor().isEmpty()) {
      return "all rows";
    }
    String column = job.extract().cursor().get().column();
    if (!survey.nothingNew() && survey.late().rule() == LateRows.Rule.KNOWN_BY_SOURCE) {
      return column
          + " past the watermark of each parent"
          + window.upTo().map(upTo -> ", the greatest being " + upTo.value()).orElse("");
    }
    if (survey.nothingNew() || window.after().equals(window.upTo())) {
      return "nothing new past " + window.after().map(Watermark::value).orElse("the beginning");
    }
    return window.after().map(after -> after.value() + " < ").orElse("")
        + column
        + window.upTo().map(upTo -> " <= " + upTo.value()).orElse("");
  }
}
