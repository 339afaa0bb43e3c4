package dev.penstock.workbook;

import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.NamedValues;
import dev.penstock.job.RowFilter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a job reads of an API, from the cells of its row. */
final class EndpointCells {
  private static final Map<Column, ApiSetting> SETTINGS =
      Map.of(
          Column.PAGINATION_TYPE, ApiSetting.PAGINATION_TYPE,
          Column.AUTH_TYPE, ApiSetting.AUTH_TYPE,
          Column.PAGE_SIZE, ApiSetting.PAGE_SIZE,
          Column.DATA_SELECTOR, ApiSetting.DATA_SELECTOR,
          Column.RENAME_COLUMNS, ApiSetting.RENAME_COLUMNS,
          Column.EXCLUDE_COLUMNS, ApiSetting.EXCLUDE_COLUMNS,
          Column.MASK_COLUMNS, ApiSetting.MASK_COLUMNS,
          Column.RESPONSE_ACTIONS, ApiSetting.RESPONSE_ACTIONS);

  private static final String PATH = "Write the endpoint's path, such as /v1/orders.";

  private static final List<String> METHODS = List.of("GET", "POST");

  private final JobRow row;
  private final Optional<EndpointRow> more;

  /**
   * @param more what the sheet Endpoints says of the job
   */
  EndpointCells(JobRow row, Optional<EndpointRow> more) {
    this.row = row;
    this.more = more;
  }

  /** Empty when something is wrong, which the row has then noted. */
  Optional<Endpoint> read() {
    refuseSql();
    refuseCutting();
    Optional<String> path =
        row.text(Column.API_ENDPOINT)
            .or(() -> of(Column.API_ENDPOINT))
            .or(() -> row.required(Column.API_ENDPOINT, PATH));
    String method = method();
    Optional<String> body = more.flatMap(cells -> cells.text(EndpointRow.BODY));
    if (body.isPresent() && !method.equals("POST")) {
      row.error(
          Column.API_METHOD,
          "%s, but the sheet Endpoints gives the job a body, which only a POST has."
              .formatted(row.text(Column.API_METHOD).map(CellText::shown).orElse("empty")),
          "Write POST, or empty the cell body at " + more.get().place() + ".");
    }
    Map<ApiSetting, String> settings = new EnumMap<>(ApiSetting.class);
    more.ifPresent(cells -> settings.putAll(cells.settings()));
    SETTINGS.forEach(
        (column, setting) -> checked(column, setting).ifPresent(t -> settings.put(setting, t)));
    NamedValues params =
        pairs(ApiSetting.PARAMS)
            .with(
                checked(Column.PARAMS, ApiSetting.PARAMS)
                    .flatMap(NamedValues::parse)
                    .orElse(NamedValues.NONE));
    return path.filter(text -> isPath(text))
        .map(
            text ->
                new Endpoint(
                    text,
                    method,
                    settings,
                    params,
                    pairs(ApiSetting.HEADERS),
                    body,
                    Optional.empty(),
                    Optional.empty()));
  }

  private Optional<String> of(Column column) {
    return more.flatMap(cells -> cells.text(column));
  }

  private NamedValues pairs(ApiSetting setting) {
    return more.map(cells -> cells.pairs(setting)).orElse(NamedValues.NONE);
  }

  private String method() {
    String method =
        row.text(Column.API_METHOD)
            .or(() -> of(Column.API_METHOD))
            .map(text -> text.toUpperCase(Locale.ROOT))
            .orElse("GET");
    if (!METHODS.contains(method)) {
      row.wrongWord(Column.API_METHOD, method, METHODS);
    }
    return method;
  }

  private void refuseSql() {
    row.text(Column.QUERY)
        .ifPresent(
            text ->
                row.error(
                    Column.QUERY,
                    "SQL does not go with source_type rest.",
                    "Empty the cell; what an API is to leave out is said in params or query_filter."));
  }

  /** What is wrong with a condition on records, which is no SQL. */
  static Optional<SqlText.Objection> objectionToFilter(String text) {
    return RowFilter.objection(text)
        .map(
            what ->
                new SqlText.Objection(
                    CellText.shown(text) + " " + what + ".",
                    "Write conditions such as status = 'open' and amount >= 10; names are those of the columns."));
  }

  /** A mask that nobody heeds would show what it is to hide. */
  static void refuseForDatabases(JobRow row) {
    for (Column column :
        List.of(
            Column.RENAME_COLUMNS,
            Column.EXCLUDE_COLUMNS,
            Column.MASK_COLUMNS,
            Column.RESPONSE_ACTIONS,
            Column.PARENT,
            Column.PARENT_FIELDS)) {
      row.text(column)
          .ifPresent(
              text ->
                  row.error(
                      column,
                      "only source_type rest knows it.",
                      "Empty the cell; of a database, choose and rename columns in query."));
    }
  }

  private void refuseCutting() {
    for (Column column : List.of(Column.SPLIT_COLUMN, Column.SNAPSHOT_GROUP)) {
      row.text(column)
          .ifPresent(
              text ->
                  row.error(
                      column,
                      CellText.shown(text) + " does not go with source_type rest.",
                      "Empty the cell; it is for databases."));
    }
  }

  private Optional<String> checked(Column column, ApiSetting setting) {
    Optional<String> text = row.text(column);
    text.flatMap(value -> setting.problem("", value))
        .ifPresent(problem -> row.error(column, problem.what(), problem.mend()));
    return text.filter(value -> !row.isReported(column));
  }

  private boolean isPath(String text) {
    boolean fits = text.chars().noneMatch(c -> c <= ' ' || Character.isISOControl(c));
    if (!fits) {
      row.error(
          Column.API_ENDPOINT,
          CellText.shown(text) + " holds a blank or a control character.",
          "Write a blank as %20.");
    }
    return fits;
  }
}
