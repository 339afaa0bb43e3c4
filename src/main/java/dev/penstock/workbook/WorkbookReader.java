package dev.penstock.workbook;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Spelling;
import dev.penstock.job.Settings;
import dev.penstock.job.SourceSettings;
import dev.penstock.workbook.JobsSheet.Jobs;
import dev.penstock.workbook.XlsxFile.Sheet;
import dev.penstock.workbook.XlsxFile.Visibility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads workbooks. Safe for use by several threads. */
public final class WorkbookReader {
  private final Map<String, String> environment;
  private final Map<String, String> settings;

  /**
   * @param environment in which {@code PENSTOCK_<NAME>} overrides the sheet Settings
   * @param settings from the command line, by the settings' names; they override both
   */
  public WorkbookReader(Map<String, String> environment, Map<String, String> settings) {
    this.environment = Map.copyOf(requireNonNull(environment, "environment"));
    this.settings = Map.copyOf(requireNonNull(settings, "settings"));
  }

  /**
   * Reads a workbook; nothing but the file is touched.
   *
   * @throws dev.penstock.failure.ConfigException when it cannot be read at all; whatever is wrong
   *     inside is among the contents' problems
   */
  public WorkbookContents read(Path workbook) {
    List<Problem> problems = new ArrayList<>();
    warnWhenOpen(workbook, problems);
    try (XlsxFile file = XlsxFile.open(workbook)) {
      Sheet jobSheet =
          find(file, JobsSheet.NAME, problems)
              .orElseThrow(() -> withoutJobs(file, new Unreadable(workbook)));
      Settings found =
          new SettingsSheet(environment, settings)
              .read(table(file, SettingsSheet.NAME, SettingsSheet.headers(), problems), problems);
      Map<String, SourceSettings> sources =
          table(file, SourcesSheet.NAME, SourcesSheet.headers(), problems)
              .map(table -> new SourcesSheet(table, found.timezone(), problems).read())
              .orElse(Map.of());
      Table table = Table.of(JobsSheet.NAME, file.rows(jobSheet), JobsSheet.headers(), problems);
      EndpointsSheet endpoints =
          new EndpointsSheet(
                  table(file, EndpointsSheet.NAME, EndpointsSheet.headers(), problems), problems)
              .read();
      JobCells cells = new JobCells(found, sources, endpoints);
      Jobs jobs = new JobsSheet(table, cells, endpoints).read(problems);
      return new WorkbookContents(jobs.jobs(), jobs.disabled(), found, sources, problems);
    }
  }

  private static Optional<Table> table(
      XlsxFile file, String name, Set<String> headers, Collection<Problem> problems) {
    return find(file, name, problems)
        .map(sheet -> Table.of(name, file.rows(sheet), headers, problems));
  }

  private static Optional<Sheet> find(XlsxFile file, String name, Collection<Problem> problems) {
    List<Sheet> same = file.sheets().stream().filter(sheet -> isNamed(sheet, name)).toList();
    Optional<Sheet> exact = same.stream().filter(sheet -> sheet.name().equals(name)).findFirst();
    if (same.size() > 1) {
      problems.add(
          Problem.error(
              "sheet " + name,
              "several sheets have this name but for blanks and letter case.",
              "Keep one of them, or rename the others."));
    }
    Optional<Sheet> found = exact.or(() -> same.stream().findFirst());
    found
        .filter(sheet -> sheet.visibility() == Visibility.HIDDEN)
        .ifPresent(
            sheet ->
                problems.add(
                    Problem.warning(
                        "sheet " + name,
                        "the sheet is hidden, but it is read all the same.",
                        "Unhide it, so that people see what runs.")));
    return found;
  }

  private static boolean isNamed(Sheet sheet, String name) {
    return Headers.normalised(sheet.name()).equals(Headers.normalised(name));
  }

  private static RuntimeException withoutJobs(XlsxFile file, Unreadable unreadable) {
    List<String> names = file.sheets().stream().map(Sheet::name).toList();
    return unreadable.because(
        "there is no sheet SourceConfig; the sheets are "
            + String.join(", ", names.stream().map(CellText::shown).toList())
            + ".",
        names.stream()
                .filter(name -> Spelling.nearest(name, List.of(JobsSheet.NAME)).isPresent())
                .findFirst()
                .map(name -> "Rename " + CellText.shown(name) + " to SourceConfig, or")
                .orElse("Rename the sheet that lists the jobs, or")
            + " make a workbook with ./run.sh init.");
  }

  private static void warnWhenOpen(Path workbook, Collection<Problem> problems) {
    lockBeside(workbook)
        .ifPresent(
            lock ->
                problems.add(
                    Problem.warning(
                        "workbook " + workbook,
                        "it is open in a spreadsheet program (" + lock + " stands beside it).",
                        "Save it there first: changes that are not saved are not seen.")));
  }

  /** The file by which a spreadsheet program says that it has the workbook open. */
  static Optional<String> lockBeside(Path workbook) {
    String name = String.valueOf(workbook.getFileName());
    return Stream.of("~$" + name, ".~lock." + name + "#")
        .filter(lock -> Files.exists(workbook.resolveSibling(lock)))
        .findFirst();
  }
}
