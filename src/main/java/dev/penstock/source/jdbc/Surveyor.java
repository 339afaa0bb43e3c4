package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.source.CursorType;
import dev.penstock.source.LateRows;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Freezes the window of a run and counts what it holds, at one moment. */
final class Surveyor {
  private final String where;
  private final Selection selection;
  private final CursorRules cursors;
  private final SourceCount count;
  private final Connection connection;
  private final Meter meter;

  Surveyor(
      String where,
      Selection selection,
      CursorRules cursors,
      SourceCount count,
      Connection connection,
      Meter meter) {
    this.meter = meter;
    this.cursors = cursors;
    this.where = where;
    this.selection = selection;
    this.count = count;
    this.connection = connection;
  }

  Survey survey(Optional<Cursor> cursor, Optional<Watermark> committed) throws SQLException {
    List<String> warnings = new ArrayList<>(selection.warnings());
    if (cursor.isEmpty()) {
      OptionalLong rows = count(Window.ALL, warnings);
      return new Survey(Window.ALL, false, rows, 0, selection.consistency(), warnings);
    }
    CursorSql sql = selection.cursor().orElseThrow();
    Optional<Watermark> after = after(cursor.get(), committed, sql);
    Optional<Watermark> greatest = greatest(cursor.get().column(), sql, after);
    new MixedZones(where, selection, connection)
        .refuse(cursor.get().column(), greatest.or(() -> after));
    boolean nothingNew = greatest.isEmpty();
    Window window = new Window(after, greatest.or(() -> after));
    OptionalLong rows = nothingNew ? OptionalLong.of(0) : count(window, warnings);
    long without = withoutCursor(sql);
    if (without > 0) {
      warnings.add(warning(without, cursor.get().column()));
    }
    return new Survey(window, nothingNew, rows, without, selection.consistency(), warnings);
  }

  private Optional<Watermark> after(Cursor cursor, Optional<Watermark> committed, CursorSql sql) {
    if (committed.isEmpty()) {
      return initialValue(cursor);
    }
    Watermark last = committed.get();
    boolean widened = last.type() == CursorType.INTEGER && sql.type() == CursorType.DECIMAL;
    if ((last.type() != sql.type() && !widened)
        || !last.column().equalsIgnoreCase(cursor.column())) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column watermark_column: the committed watermark is of column %s (%s), but the job now names %s (%s).\nName the old column again, or set the watermark anew with the command state."
              .formatted(where, last.column(), last.type(), cursor.column(), sql.type()));
    }
    return committed;
  }

  Optional<Watermark> initialValue(Cursor cursor) {
    CursorType type = selection.cursor().orElseThrow().type();
    return cursor
        .initialValue()
        .map(v -> new Watermark(cursor.column(), type, InitialValue.parse(where, type, v)));
  }

  private Optional<Watermark> greatest(String column, CursorSql sql, Optional<Watermark> after)
      throws SQLException {
    List<String> conditions = new ArrayList<>(sql.usable().stream().toList());
    after.ifPresent(w -> conditions.add(sql.column() + " > " + sql.placeholder()));
    String value = sql.text().formatted("max(" + sql.column() + ")");
    String query = selection.select(value, conditions);
    try (PreparedStatement statement =
            prepare(query, after.map(Watermark::value).stream().toList());
        ResultSet result = meter.query(statement::executeQuery)) {
      result.next();
      return cursors.value(result, sql.type()).map(text -> new Watermark(column, sql.type(), text));
    }
  }

  /** The greatest value of the cursor, as its text, that is above {@code after}. */
  Optional<String> greatest(Optional<String> after) throws SQLException {
    CursorSql sql = selection.cursor().orElseThrow();
    return greatest(sql.column(), sql, after.map(v -> new Watermark(sql.column(), sql.type(), v)))
        .map(Watermark::value);
  }

  /** The least cursor value among so many rows with the greatest; empty when there are fewer. */
  Optional<String> leastOfNewest(int rows) throws SQLException {
    CursorSql sql = selection.cursor().orElseThrow();
    String newest =
        cursors.newest(
            selection.select(sql.column() + " AS v", sql.usable().stream().toList()), rows);
    String query =
        "SELECT %s, %s FROM (%s) newest"
            .formatted(sql.text().formatted("min(v)"), cursors.count(), newest);
    try (PreparedStatement statement = prepare(query, List.of());
        ResultSet result = meter.query(statement::executeQuery)) {
      result.next();
      return result.getLong(2) < rows ? Optional.empty() : cursors.value(result, sql.type());
    }
  }

  /** Counts the rows that are read again, where rows are counted. */
  OptionalLong countAgain(LateRows late, Window window, List<String> warnings) throws SQLException {
    return count(
        WindowSql.again(selection, late), WindowSql.againParameters(late, window), warnings);
  }

  private OptionalLong count(Window window, List<String> warnings) throws SQLException {
    return count(WindowSql.conditions(selection, window), WindowSql.parameters(window), warnings);
  }

  private OptionalLong count(
      List<String> conditions, List<String> parameters, List<String> warnings) throws SQLException {
    boolean counted =
        switch (count) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> selection.table().isPresent();
        };
    if (!counted) {
      String why =
          count == SourceCount.NEVER
              ? "the setting source_count is never"
              : "counting a query costs as much as running it; set source_count to always to have it done";
      warnings.add("the rows at the source were not counted: " + why);
      return OptionalLong.empty();
    }
    String query = selection.select(cursors.count(), conditions);
    return OptionalLong.of(number(query, parameters));
  }

  private long withoutCursor(CursorSql sql) throws SQLException {
    String nothing = sql.column() + " IS NULL";
    String condition =
        sql.usable().map(usable -> "(" + nothing + " OR NOT (" + usable + "))").orElse(nothing);
    return number(selection.select(cursors.count(), List.of(condition)), List.of());
  }

  private String warning(long rows, String column) {
    String subject = selection.table().map(t -> t.display()).orElse("the query");
    return "%,d %s of %s no usable %s (NULL, infinite, or not of the column's type); an incremental load never reads %s. Give every row a value, or set load_type to FULL"
        .formatted(
            rows,
            rows == 1 ? "row" : "rows",
            subject + (rows == 1 ? " has" : " have"),
            column,
            rows == 1 ? "it" : "them");
  }

  private long number(String query, List<String> values) throws SQLException {
    try (PreparedStatement statement = prepare(query, values);
        ResultSet result = meter.query(statement::executeQuery)) {
      result.next();
      return result.getLong(1);
    }
  }

  private PreparedStatement prepare(String query, List<String> values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query);
    for (int i = 0; i < values.size(); i++) {
      statement.setString(i + 1, values.get(i));
    }
    return statement;
  }
}
