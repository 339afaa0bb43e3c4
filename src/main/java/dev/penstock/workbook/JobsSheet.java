package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Spelling;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.workbook.Column.Need;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The sheet SourceConfig: one row a job. */
final class JobsSheet {
  static final String NAME = "SourceConfig";

  private static final List<Column> UNUSED = List.of(Column.PARTITION_BY, Column.CLUSTER_BY);
  private static final List<String> HEADERS =
      Arrays.stream(Column.values()).map(Column::header).toList();

  /** The jobs that can run, the ids of disabled rows, and everything wrong. */
  record Jobs(List<Job> jobs, Set<String> disabled) {}

  /** An enabled row. */
  record Entry(String id, JobRow row, Optional<Job> job) {
    String key() {
      return id.toLowerCase(Locale.ROOT);
    }
  }

  private final Table table;
  private final JobCells cells;
  private final EndpointsSheet endpoints;
  private final Map<String, JobRow> asleep = new HashMap<>();
  private final Map<String, Entry> woken = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> disabled = new LinkedHashSet<>();

  JobsSheet(Table table, JobCells cells, EndpointsSheet endpoints) {
    this.table = table;
    this.cells = cells;
    this.endpoints = endpoints;
  }

  static Set<String> headers() {
    return Set.copyOf(HEADERS);
  }

  Jobs read(Collection<Problem> problems) {
    reportUnknown(problems);
    if (reportMissing(problems)) {
      return new Jobs(List.of(), Set.of());
    }
    reportUnused(problems);
    table.rows().forEach(this::readRow);
    reportRepeated();
    Dependencies dependencies = new Dependencies(entries, disabled);
    dependencies.check();
    TablesOfRows tables = new TablesOfRows(entries);
    tables.check();
    Map<String, Job> found = jobs(problems);
    for (Entry entry : all()) {
      entry.row().problems().forEach(problem -> problems.add(problem.of(entry.id())));
    }
    return new Jobs(
        entries.stream()
            .filter(entry -> !entry.row().hasErrors() && endpoints.isRight(entry.id()))
            .flatMap(entry -> entry.job().stream())
            .map(job -> found.get(job.id()))
            .map(dependencies::spelled)
            .map(tables::withoutOthers)
            .toList(),
        disabled);
  }

  /** The jobs with their parents, by their ids. */
  private Map<String, Job> jobs(Collection<Problem> problems) {
    Parents parents = new Parents(entries, this::woken, endpoints, problems);
    Map<String, Job> found = new HashMap<>();
    entries.stream()
        .flatMap(entry -> entry.job().stream())
        .forEach(job -> found.put(job.id(), parents.with(job)));
    List<String> ids = new ArrayList<>(disabled);
    entries.forEach(entry -> ids.add(entry.id()));
    endpoints.requireJobs(ids);
    found.values().stream()
        .filter(job -> job.sourceType() != SourceType.REST)
        .forEach(endpoints::refuse);
    return found;
  }

  private List<Entry> all() {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(woken.values());
    return all;
  }

  /** A row that is not enabled may be the parent of one that is: then it is read all the same. */
  private Optional<Entry> woken(String key) {
    JobRow row = asleep.get(key);
    return row == null
        ? Optional.empty()
        : Optional.of(
            woken.computeIfAbsent(
                key,
                id -> {
                  String spelled = JobCells.id(row);
                  return new Entry(spelled, row, cells.job(row, spelled));
                }));
  }

  private void readRow(SheetRow sheetRow) {
    JobRow row = new JobRow(table, sheetRow);
    Optional<String> text =
        row.required(Column.ENABLED, "Write Y to run the job, N to leave it out.");
    Optional<Flag> enabled = text.flatMap(Flag::parse);
    if (enabled.equals(Optional.of(Flag.NO))) {
      String left = JobCells.id(row);
      disabled.add(left);
      asleep.putIfAbsent(left.toLowerCase(Locale.ROOT), row);
      return;
    }
    String id = JobCells.id(row);
    if (text.isPresent() && enabled.isEmpty()) {
      row.wrongWord(Column.ENABLED, text.get(), Kind.FLAG.choices());
    }
    entries.add(new Entry(id, row, cells.job(row, id)));
  }

  private void reportRepeated() {
    Map<String, List<Entry>> byId =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::key, HashMap::new, Collectors.toList()));
    for (List<Entry> same : byId.values()) {
      for (int i = 0; i < same.size() && same.size() > 1; i++) {
        reportRepeated(same.get(i), same.get(i == 0 ? 1 : 0));
      }
    }
  }

  private static void reportRepeated(Entry entry, Entry other) {
    if (entry.row().isReported(Column.JOB_ID)) {
      return;
    }
    boolean given = entry.row().text(Column.JOB_ID).isPresent();
    String what =
        given
            ? "%s is also the job_id of row %d."
            : "empty, and the id %s made of the row's names is also that of row %d.";
    entry
        .row()
        .error(
            Column.JOB_ID,
            what.formatted(CellText.shown(entry.id()), other.row().number()),
            "Give each enabled row a job_id of its own; letter case makes no difference.");
  }

  private boolean reportMissing(Collection<Problem> problems) {
    List<String> missing =
        Arrays.stream(Column.values())
            .filter(column -> column.need() == Need.REQUIRED)
            .map(Column::header)
            .filter(header -> !table.columns().containsKey(header))
            .toList();
    for (String header : missing) {
      problems.add(
          Problem.error(
              "sheet SourceConfig, row " + table.headerRow(),
              "the column %s is missing.".formatted(header),
              "Add it; the required columns are source_type, source_name, table_name, load_type"
                  + " and enabled."));
    }
    return !missing.isEmpty();
  }

  private void reportUnknown(Collection<Problem> problems) {
    table.columns().keySet().stream()
        .filter(header -> !HEADERS.contains(header))
        .sorted()
        .forEach(
            header ->
                problems.add(
                    Problem.warning(
                        "sheet SourceConfig, row " + table.headerRow(),
                        "the column %s is not known; it is not read."
                            .formatted(CellText.shown(header)),
                        Spelling.hint(header, HEADERS)
                            + "If it is a note, begin its header with #.")));
  }

  private void reportUnused(Collection<Problem> problems) {
    for (Column column : UNUSED) {
      table.rows().stream()
          .filter(row -> table.cell(row, column.header()).isPresent())
          .findFirst()
          .ifPresent(
              row ->
                  problems.add(
                      Problem.warning(
                          table.place(row) + ", column " + column.header(),
                          "filled in, but Penstock does not use the column.",
                          column.doc().substring(column.doc().indexOf(". ") + 2)
                              + " Empty the column, or begin its header with #.")));
    }
  }
}
