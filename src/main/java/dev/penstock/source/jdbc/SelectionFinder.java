package dev.penstock.source.jdbc;

import dev.penstock.job.Cursor;
import dev.penstock.job.Extract;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.Sql;
import dev.penstock.source.jdbc.dialect.Table;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what a job names against what the database has. */
final class SelectionFinder {
  private final Database database;
  private final Extract extract;
  private final Connection connection;
  private final Catalog catalog;
  private final WorkbookNames names;
  private final List<String> warnings = new ArrayList<>();

  SelectionFinder(Database database, Extract extract, Connection connection) {
    this.database = database;
    this.extract = extract;
    this.connection = connection;
    this.catalog = database.dialect().catalog();
    this.names = new WorkbookNames(database);
  }

  Selection find() throws SQLException {
    Optional<String> query = extract.query().map(text -> embedded("query", text));
    TableFinder tables = new TableFinder(names, extract, connection);
    Optional<Table> table =
        query.isPresent() ? Optional.empty() : Optional.of(tables.find(warnings::add));
    Optional<String> ownTimes =
        query.isPresent() ? catalog.ownTimes(connection) : table.flatMap(Table::ownTimes);
    ownTimes.ifPresent(this::warnOfOwnTimes);
    String from = query.map(text -> text + " q").orElseGet(() -> tables.sql(table.orElseThrow()));
    Optional<String> filter = extract.filter().map(text -> embedded("query_filter", text));
    List<DeclaredColumn> declared = declared(from);
    List<DeclaredColumn> chosen = chosen(declared);
    List<PlannedColumn> columns = planned(chosen);
    List<String> expressions = new ArrayList<>();
    for (PlannedColumn column : columns) {
      expressions.add(column.expression().formatted(names.quoted("columns", column.name())));
      column.warning().map(w -> target() + ": " + w).ifPresent(warnings::add);
    }
    Optional<CursorSql> cursor = extract.cursor().map(c -> cursor(c, declared));
    Optional<KeyColumn> cut = extract.cutting().column().map(c -> cut(c, declared));
    return new Selection(
        table, from, columns, expressions, filter, cursor, ownTimes, cut, warnings);
  }

  private void warnOfOwnTimes(String why) {
    warnings.add(
        target() + ": count and rows may be of different moments, as " + why + " for a reader");
  }

  private String target() {
    return extract.query().isPresent() ? "the query" : "table " + extract.qualifiedName();
  }

  /** A line of its own closes a comment at the end of the cell. */
  private String embedded(String cell, String text) {
    Sql sql = Sql.of(text);
    catalog
        .flaw(sql)
        .ifPresent(
            flaw -> {
              throw names.refused(
                  cell, "'" + text.strip() + "' " + flaw, "Correct the SQL in this cell.");
            });
    return "(\n" + catalog.embedded(sql) + "\n)";
  }

  private List<DeclaredColumn> declared(String from) throws SQLException {
    List<DeclaredColumn> columns = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT * FROM " + from + " WHERE 1 = 0")) {
      ResultSetMetaData data = statement.getMetaData();
      for (int i = 1; data != null && i <= data.getColumnCount(); i++) {
        columns.add(
            new DeclaredColumn(
                data.getColumnLabel(i),
                data.getColumnTypeName(i),
                data.getColumnType(i),
                data.getPrecision(i),
                data.getScale(i)));
      }
    }
    if (columns.isEmpty()) {
      throw names.refused(
          "table_name", target() + " has no columns", "Name a table that has some.");
    }
    return columns;
  }

  private List<DeclaredColumn> chosen(List<DeclaredColumn> declared) {
    if (!extract.columns().isEmpty()) {
      return extract.columns().stream().map(c -> column("columns", c, declared)).toList();
    }
    Map<String, DeclaredColumn> seen = new HashMap<>();
    for (DeclaredColumn column : declared) {
      if (seen.put(column.name(), column) != null) {
        throw names.refused(
            "query",
            "%s gives two columns named %s".formatted(target(), column.name()),
            "Rename one of them with AS.");
      }
    }
    return declared;
  }

  private List<PlannedColumn> planned(List<DeclaredColumn> columns) {
    Map<String, ColumnType> wanted = new HashMap<>();
    extract
        .columnTypes()
        .forEach(
            (name, type) ->
                wanted.put(column("column_types", name, columns).name(), type(name, type)));
    columns.forEach(this::requireReadable);
    return columns.stream()
        .map(c -> planned(c, Optional.ofNullable(wanted.get(c.name()))))
        .toList();
  }

  private PlannedColumn planned(DeclaredColumn column, Optional<ColumnType> wanted) {
    TypeRules types = database.dialect().types();
    Set<Kind> possible = types.possible(column);
    if (wanted.isPresent() && !possible.contains(wanted.get().kind())) {
      PlannedColumn own = types.plan(column, Optional.empty());
      throw names.refused(
          "column_types",
          "%s=%s, but column %s of %s is of the type %s, of which %s could hold no value"
              .formatted(
                  column.name(),
                  wanted.get().word(),
                  column.name(),
                  target(),
                  own.sourceType(),
                  wanted.get().word()),
          "Choose one of "
              + ColumnType.words(possible)
              + ", or leave it out for %s.".formatted(own.type().word()));
    }
    return types.plan(column, wanted);
  }

  private void requireReadable(DeclaredColumn column) {
    database
        .dialect()
        .types()
        .refusal(column)
        .ifPresent(
            why -> {
              throw names.refused(
                  "columns",
                  "%s is of type %s, %s".formatted(column.name(), column.typeName(), why),
                  "Name the other columns in this cell, or select what you need of it in a query.");
            });
  }

  private ColumnType type(String column, String text) {
    return OfflineCheck.parsed(text)
        .orElseThrow(
            () ->
                names.refused(
                    "column_types",
                    "%s=%s names no type".formatted(column, text),
                    OfflineCheck.typesInWords()));
  }

  private DeclaredColumn column(String cell, String name, List<DeclaredColumn> declared) {
    for (String spelling : names.spellings(name)) {
      for (DeclaredColumn column : declared) {
        if (column.name().equals(spelling)) {
          return column;
        }
      }
    }
    List<DeclaredColumn> alike = new ArrayList<>();
    for (DeclaredColumn column : declared) {
      if (column.name().equalsIgnoreCase(name)) {
        alike.add(column);
      }
    }
    if (alike.size() != 1) {
      throw names.refused(
          cell,
          "%s has no column %s".formatted(target(), name),
          Similar.sentence(name, declared.stream().map(DeclaredColumn::name).toList()));
    }
    warnings.add(
        "%s has no column %s; %s, which differs in letter case only, is taken"
            .formatted(target(), name, alike.get(0).name()));
    return alike.get(0);
  }

  private CursorSql cursor(Cursor cursor, List<DeclaredColumn> declared) {
    DeclaredColumn column = column("watermark_column", cursor.column(), declared);
    String quoted = names.quoted("watermark_column", column.name());
    return database
        .dialect()
        .cursors()
        .cursor(column, quoted)
        .orElseThrow(
            () ->
                names.refused(
                    "watermark_column",
                    "%s is of type %s, which does not grow"
                        .formatted(column.name(), column.typeName()),
                    "Name a column that only grows, of a type for whole numbers, decimals, dates, timestamps or text; or set load_type to FULL."));
  }

  private KeyColumn cut(String name, List<DeclaredColumn> declared) {
    DeclaredColumn column = column("split_column", name, declared);
    String quoted = names.quoted("split_column", column.name());
    return catalog
        .slicing()
        .sampling()
        .flatMap(sampling -> sampling.column(column, quoted))
        .orElseThrow(
            () ->
                names.refused(
                    "split_column",
                    "%s is of type %s, by which rows are not cut"
                        .formatted(column.name(), column.typeName()),
                    "Name a column of numbers, dates, timestamps or text, or empty the cell."));
  }
}
