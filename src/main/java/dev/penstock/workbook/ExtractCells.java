package dev.penstock.workbook;

import dev.penstock.job.Cursor;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Extract;
import dev.penstock.job.Extract.Cutting;
import dev.penstock.job.Glob;
import dev.penstock.job.LoadType;
import dev.penstock.job.Lookback;
import dev.penstock.job.SourceType;
import dev.penstock.workbook.SqlText.Objection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a job reads, from the cells of its row. */
final class ExtractCells {
  private static final int MAX_NAME = 255;

  private final JobRow row;
  private final Optional<EndpointRow> endpoint;

  /**
   * @param endpoint what the sheet Endpoints says of the job
   */
  ExtractCells(JobRow row, Optional<EndpointRow> endpoint) {
    this.row = row;
    this.endpoint = endpoint;
  }

  /** Empty when something is wrong, which the row has then noted. */
  Optional<Extract> read(Optional<LoadType> loadType, Optional<SourceType> type) {
    Optional<String> schema = name(Column.SCHEMA_NAME);
    Optional<String> table = table(type);
    Optional<String> query = sql(Column.QUERY, SqlText::objectionToQuery);
    boolean api = type.filter(found -> found == SourceType.REST).isPresent();
    Optional<String> filter =
        sql(
            Column.QUERY_FILTER,
            api ? EndpointCells::objectionToFilter : SqlText::objectionToFilter);
    if (!api) {
      EndpointCells.refuseForDatabases(row);
    }
    Optional<Cursor> cursor =
        loadType.filter(found -> found == LoadType.INCREMENTAL).flatMap(found -> cursor());
    new LookbackCell(row).requireFit(loadType);
    List<String> columns = row.list(Column.COLUMNS);
    Map<String, String> types = columnTypes();
    Optional<Endpoint> asked =
        type.filter(found -> found == SourceType.REST)
            .flatMap(found -> new EndpointCells(row, endpoint).read());
    Cutting cutting = new Cutting(name(Column.SPLIT_COLUMN), name(Column.SNAPSHOT_GROUP));
    if (row.hasErrors() || table.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Extract(
            schema,
            table.get(),
            query,
            columns.equals(List.of("*")) ? List.of() : columns,
            filter,
            cursor,
            types,
            asked,
            cutting));
  }

  private Optional<String> table(Optional<SourceType> type) {
    Optional<String> table = row.required(Column.TABLE_NAME, "Write the table's name.");
    if (table.filter(Glob::isIn).isEmpty()) {
      return table.filter(text -> isName(Column.TABLE_NAME, text));
    }
    boolean api = type.filter(found -> found == SourceType.REST).isPresent();
    if (api || row.text(Column.QUERY).isPresent()) {
      row.error(
          Column.TABLE_NAME,
          "%s holds a wildcard, but %s has no tables to choose from."
              .formatted(CellText.shown(table.get()), api ? "an API" : "a query"),
          "Write the name that the table shall have at the destination.");
    }
    return table.filter(text -> isClean(Column.TABLE_NAME, text));
  }

  private Optional<String> name(Column column) {
    return row.text(column).filter(text -> isName(column, text));
  }

  private boolean isClean(Column column, String text) {
    if (CellText.holdsControl(text)) {
      row.error(
          column,
          "%s holds a line break or another control character.".formatted(CellText.shown(text)),
          "Take it out; in Excel the function CLEAN does that.");
      return false;
    }
    return true;
  }

  private boolean isName(Column column, String text) {
    if (!isClean(column, text)) {
      return false;
    }
    if (text.length() > MAX_NAME) {
      row.error(
          column,
          "%s has %d characters; no source has names of more than %d."
              .formatted(CellText.shown(text), text.length(), MAX_NAME),
          "Write the name alone; a SELECT belongs into the column query.");
      return false;
    }
    return true;
  }

  private Optional<Cursor> cursor() {
    Optional<String> column = row.text(Column.WATERMARK_COLUMN);
    if (column.isEmpty() && !row.isReported(Column.WATERMARK_COLUMN)) {
      row.error(
          Column.WATERMARK_COLUMN,
          "empty, but load_type is INCREMENTAL.",
          "Name a column that only grows, such as updated_at, or set load_type to FULL.");
    }
    Optional<String> initial = row.text(Column.LAST_WATERMARK);
    Optional<Lookback> lookback = new LookbackCell(row).read();
    return column
        .filter(text -> isName(Column.WATERMARK_COLUMN, text))
        .map(text -> new Cursor(text, initial, lookback));
  }

  private Optional<String> sql(Column column, Function<String, Optional<Objection>> check) {
    Optional<String> sql = row.text(column).map(text -> text.replace('\u00a0', ' '));
    sql.flatMap(check)
        .ifPresent(objection -> row.error(column, objection.what(), objection.mend()));
    return sql;
  }

  private Map<String, String> columnTypes() {
    Map<String, String> types = new HashMap<>();
    for (String pair : row.list(Column.COLUMN_TYPES)) {
      int sign = Math.max(pair.lastIndexOf('='), pair.lastIndexOf(':'));
      List<String> name = Lists.split(sign < 0 ? "" : pair.substring(0, sign));
      String type = CellText.clean(pair.substring(sign + 1));
      if (name.size() != 1 || type.isEmpty()) {
        row.error(
            Column.COLUMN_TYPES,
            CellText.shown(pair) + " is no pair of a column and a type.",
            "Write name=type, separated by commas, such as amount=decimal(38,9), note=text.");
      } else if (types.put(name.get(0), type) != null) {
        row.error(
            Column.COLUMN_TYPES,
            "it gives the column %s two types.".formatted(CellText.shown(name.get(0))),
            "Give it one.");
      }
    }
    return types;
  }
}
