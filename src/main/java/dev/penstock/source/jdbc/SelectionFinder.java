package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
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
  private final List<String> warnings = new ArrayList<>();

  SelectionFinder(Database database, Extract extract, Connection connection) {
    this.database = database;
    this.extract = extract;
    this.connection = connection;
    this.catalog = database.dialect().catalog();
  }

  Selection find() throws SQLException {
    Optional<String> query = extract.query().map(text -> embedded("query", text));
    Optional<Table> table = query.isPresent() ? Optional.empty() : Optional.of(table());
    Optional<String> ownTimes =
        query.isPresent() ? catalog.ownTimes(connection) : table.flatMap(Table::ownTimes);
    ownTimes.ifPresent(this::warnOfOwnTimes);
    String from = query.map(text -> text + " q").orElseGet(() -> name(table.orElseThrow()));
    Optional<String> filter = extract.filter().map(text -> embedded("query_filter", text));
    List<DeclaredColumn> declared = declared(from);
    List<DeclaredColumn> chosen = chosen(declared);
    List<PlannedColumn> columns = planned(chosen);
    List<String> expressions = new ArrayList<>();
    for (PlannedColumn column : columns) {
      expressions.add(column.expression().formatted(quoted("columns", column.name())));
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
              throw refused(
                  cell, "'" + text.strip() + "' " + flaw, "Correct the SQL in this cell.");
            });
    return "(\n" + catalog.embedded(sql) + "\n)";
  }

  private Table table() throws SQLException {
    extract.schemaName().ifPresent(schema -> quoted("schema_name", schema));
    quoted("table_name", extract.tableName());
    List<Table> found = catalog.matching(connection, extract.schemaName(), extract.tableName());
    for (String name : spellings(extract.tableName())) {
      for (Table table : found) {
        if (table.name().equals(name)) {
          return table;
        }
      }
    }
    if (found.size() != 1) {
      throw noTable();
    }
    warnings.add(
        "there is no table %s; %s, which differs in letter case only, is read"
            .formatted(extract.qualifiedName(), found.get(0).display()));
    return found.get(0);
  }

  /** As it stands in the workbook, then as the database takes it without quotes. */
  private List<String> spellings(String name) {
    return List.of(name, catalog.unquoted(name));
  }

  private IngestException noTable() throws SQLException {
    List<String> names =
        catalog.all(connection, extract.schemaName()).stream().map(Table::display).toList();
    boolean sameSchema = extract.schemaName().isEmpty() && !extract.tableName().contains(".");
    // The nearest name is looked for with the schema that is listed first, the usual one.
    String schema = names.isEmpty() || !sameSchema ? "" : schemaOf(names.get(0));
    String wanted = schema + extract.qualifiedName();
    return refused(
        "table_name",
        "%s has no table %s that its user may see"
            .formatted(database.address(), extract.qualifiedName()),
        Similar.sentence(wanted, names));
  }

  private static String schemaOf(String display) {
    return display.substring(0, display.indexOf('.') + 1);
  }

  private String name(Table table) {
    String name = quoted("table_name", table.name());
    return table.schema().map(schema -> quoted("schema_name", schema) + "." + name).orElse(name);
  }

  private String quoted(String cell, String name) {
    return catalog
        .quote(name)
        .orElseThrow(
            () ->
                refused(
                    cell,
                    "'%s' is a name that no database of this kind can have"
                        .formatted(name.replace('\0', '\u00b7')),
                    "Correct the name; it is empty, too long, or holds a NUL character."));
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
      throw refused("table_name", target() + " has no columns", "Name a table that has some.");
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
        throw refused(
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
      throw refused(
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
              throw refused(
                  "columns",
                  "%s is of type %s, %s".formatted(column.name(), column.typeName(), why),
                  "Name the other columns in this cell, or select what you need of it in a query.");
            });
  }

  private ColumnType type(String column, String text) {
    return OfflineCheck.parsed(text)
        .orElseThrow(
            () ->
                refused(
                    "column_types",
                    "%s=%s names no type".formatted(column, text),
                    OfflineCheck.typesInWords()));
  }

  private DeclaredColumn column(String cell, String name, List<DeclaredColumn> declared) {
    for (String spelling : spellings(name)) {
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
      throw refused(
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
    String quoted = quoted("watermark_column", column.name());
    return database
        .dialect()
        .cursors()
        .cursor(column, quoted)
        .orElseThrow(
            () ->
                refused(
                    "watermark_column",
                    "%s is of type %s, which does not grow"
                        .formatted(column.name(), column.typeName()),
                    "Name a column that only grows, of a type for whole numbers, decimals, dates, timestamps or text; or set load_type to FULL."));
  }

  private KeyColumn cut(String name, List<DeclaredColumn> declared) {
    DeclaredColumn column = column("split_column", name, declared);
    String quoted = quoted("split_column", column.name());
    return catalog
        .slicing()
        .sampling()
        .flatMap(sampling -> sampling.column(column, quoted))
        .orElseThrow(
            () ->
                refused(
                    "split_column",
                    "%s is of type %s, by which rows are not cut"
                        .formatted(column.name(), column.typeName()),
                    "Name a column of numbers, dates, timestamps or text, or empty the cell."));
  }

  private IngestException refused(String cell, String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s, column %s: %s.\n%s".formatted(database.where(), cell, what, mend));
  }
}
