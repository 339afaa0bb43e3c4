package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Problem.Severity;
import dev.penstock.failure.Spelling;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the sheet Endpoints says of jobs whose settings do not fit into their rows. A cell of the
 * row wins; where both are empty, the source says it.
 */
final class EndpointsSheet {
  static final String NAME = "Endpoints";
  static final String ID_HEADER = Column.JOB_ID.header();

  /** Those that a job may have of its own; the others are the source's. */
  static final Set<ApiSetting> SETTINGS = settings();

  /** The template shows these; all of {@link #KNOWN} are read. */
  static final List<String> HEADERS =
      List.of(
          ID_HEADER,
          Column.API_ENDPOINT.header(),
          Column.API_METHOD.header(),
          EndpointRow.BODY,
          ApiSetting.HEADERS.key(),
          Column.PARAMS.header(),
          Column.PARENT.header(),
          Column.PARENT_FIELDS.header(),
          ApiSetting.PARALLEL_REQUESTS.key(),
          Column.RESPONSE_ACTIONS.header(),
          Column.DATA_SELECTOR.header());

  static final List<String> KNOWN =
      Stream.concat(HEADERS.stream(), SETTINGS.stream().map(ApiSetting::key)).distinct().toList();

  private final Optional<Table> table;
  private final Collection<Problem> problems;
  private final Map<String, EndpointRow> rows = new HashMap<>();

  /**
   * @param table empty when the workbook has no such sheet
   */
  EndpointsSheet(Optional<Table> table, Collection<Problem> problems) {
    this.table = table;
    this.problems = problems;
  }

  private static Set<ApiSetting> settings() {
    EnumSet<ApiSetting> all = EnumSet.range(ApiSetting.PAGINATION_TYPE, ApiSetting.DEADLINE);
    all.add(ApiSetting.AUTH_TYPE);
    all.remove(ApiSetting.MASK_SALT);
    all.remove(ApiSetting.RATE_LIMIT);
    return java.util.Collections.unmodifiableSet(all);
  }

  static Set<String> headers() {
    return Set.copyOf(KNOWN);
  }

  /** What a column holds, for people. */
  static String doc(String header) {
    if (header.equals(ID_HEADER)) {
      return "The job_id of the row in SourceConfig to which the cells of this row belong. A cell that is filled there wins.";
    }
    if (header.equals(EndpointRow.BODY)) {
      return "A JSON object that a POST sends; params and parameters of pages have their places in it too. {watermark} and {parent.name} stand in texts; a text that is nothing but {parent.name} becomes the number or whatever else that field is.";
    }
    return Column.named(header)
        .map(Column::doc)
        .or(
            () ->
                SETTINGS.stream()
                    .filter(setting -> setting.key().equals(header))
                    .map(ApiSetting::doc)
                    .findFirst())
        .orElseThrow();
  }

  /** Reads all rows. */
  EndpointsSheet read() {
    table.ifPresent(this::read);
    return this;
  }

  /** Whether nothing is wrong with what it says of a job. */
  boolean isRight(String jobId) {
    return problems.stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .noneMatch(
            problem ->
                problem.where().startsWith("sheet " + NAME + ",")
                    && problem.jobId().filter(jobId::equalsIgnoreCase).isPresent());
  }

  /** The row of a job, in any letter case. */
  Optional<EndpointRow> of(String jobId) {
    return Optional.ofNullable(rows.get(key(jobId)));
  }

  /** Notes rows of jobs that there are not. */
  void requireJobs(Collection<String> ids) {
    Set<String> known = new java.util.HashSet<>();
    ids.forEach(id -> known.add(key(id)));
    new TreeMap<>(rows)
        .forEach(
            (id, row) -> {
              if (!known.contains(id)) {
                row.report(
                    ID_HEADER,
                    "there is no job %s in SourceConfig.".formatted(CellText.shown(row.jobId())),
                    Spelling.hint(row.jobId(), List.copyOf(ids))
                        + "Write the job_id of a row with source_type rest.",
                    problems);
              }
            });
  }

  /** Notes a row of a job that asks no API. */
  void refuse(Job job) {
    of(job.id())
        .ifPresent(
            row ->
                row.report(
                    ID_HEADER,
                    "the job %s has source_type %s, which has no endpoint."
                        .formatted(CellText.shown(job.id()), job.sourceType().word()),
                    "Take the row out, or write the job_id of a row with source_type rest.",
                    problems));
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private void read(Table sheet) {
    reportHeaders(sheet);
    if (!sheet.columns().containsKey(ID_HEADER)) {
      return;
    }
    for (SheetRow row : sheet.rows()) {
      Optional<String> id = sheet.cell(row, ID_HEADER).map(Cell::text);
      if (id.isEmpty()) {
        problems.add(
            Problem.error(
                sheet.place(row) + ", column " + ID_HEADER,
                "empty, so that no job can use the row.",
                "Write the job_id that stands in SourceConfig."));
        continue;
      }
      EndpointRow read = new EndpointRow(sheet.place(row), id.get(), cells(sheet, row, id.get()));
      EndpointRow before = rows.putIfAbsent(key(id.get()), read);
      if (before != null) {
        read.report(
            ID_HEADER,
            "%s also stands at %s.".formatted(CellText.shown(id.get()), before.place()),
            "Keep one row for each job; letter case makes no difference.",
            problems);
      }
    }
  }

  private Map<String, String> cells(Table sheet, SheetRow row, String id) {
    Map<String, String> cells = new HashMap<>();
    for (String header : KNOWN) {
      String where = sheet.place(row) + ", column " + header;
      Optional<Cell> cell = sheet.cell(row, header).filter(c -> !header.equals(ID_HEADER));
      Optional<String> text = cell.map(c -> CellText.withoutSmartQuotes(c.text()));
      Optional<Problem> problem =
          cell.flatMap(c -> CellProblem.in(where, c))
              .or(() -> text.flatMap(value -> objection(where, header, value)));
      problem.map(found -> found.of(id)).ifPresent(problems::add);
      if (text.isPresent() && problem.isEmpty()) {
        cells.put(header, text.get());
        warnOfSecret(where, id, text.get());
      }
    }
    return cells;
  }

  private static Optional<Problem> objection(String where, String header, String text) {
    if (header.equals(EndpointRow.BODY)) {
      return Endpoint.objectionToBody(text)
          .map(
              what ->
                  Problem.error(
                      where,
                      CellText.shown(text) + " " + what + ".",
                      "Write {\"query\": {\"since\": \"{watermark}\"}}, with double quotes around names and texts."));
    }
    return SETTINGS.stream()
        .filter(setting -> setting.key().equals(header))
        .findFirst()
        .flatMap(setting -> setting.problem(where, text));
  }

  private void warnOfSecret(String where, String id, String text) {
    if (SecretCells.looksLikeOne(text)) {
      problems.add(
          Problem.warning(
                  where,
                  "a secret seems to stand here, where everybody who may open the workbook reads it.",
                  "Take it out and put it into .dlt/secrets.toml or into the environment.")
              .of(id));
    }
  }

  private void reportHeaders(Table sheet) {
    sheet.columns().keySet().stream()
        .filter(header -> !KNOWN.contains(header))
        .sorted()
        .forEach(header -> problems.add(unknown(sheet, header)));
    if (!sheet.rows().isEmpty() && !sheet.columns().containsKey(ID_HEADER)) {
      problems.add(
          Problem.error(
              "sheet Endpoints, row " + sheet.headerRow(),
              "the column job_id is missing.",
              "Add it; each row needs the id of its job."));
    }
  }

  private static Problem unknown(Table sheet, String header) {
    boolean ofSource =
        ApiSetting.openKeys().contains(header)
            || SecretCells.isSecretColumn(header)
            || SourcesSheet.headers().contains(header);
    return Problem.warning(
        "sheet Endpoints, row " + sheet.headerRow(),
        "the column %s is not known; it is not read.".formatted(CellText.shown(header)),
        ofSource
            ? "It is for all jobs of a source, so that it stands in Sources or the secret store."
            : Spelling.hint(header, KNOWN) + "If it is a note, begin its header with #.");
  }
}
