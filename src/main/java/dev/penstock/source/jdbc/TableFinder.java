package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.IngestException;
import dev.penstock.job.Extract;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Finds the table that a job names. */
record TableFinder(WorkbookNames names, Extract extract, Connection connection) {
  TableFinder {
    requireNonNull(names, "names");
    requireNonNull(extract, "extract");
    requireNonNull(connection, "connection");
  }

  /**
   * The table of this name, or the only one that differs in letter case.
   *
   * @param warnings takes a sentence when it differs
   */
  Table find(Consumer<String> warnings) throws SQLException {
    extract.schemaName().ifPresent(schema -> names.quoted("schema_name", schema));
    names.quoted("table_name", extract.tableName());
    List<Table> found = catalog().matching(connection, extract.schemaName(), extract.tableName());
    for (String name : names.spellings(extract.tableName())) {
      for (Table table : found) {
        if (table.name().equals(name)) {
          return table;
        }
      }
    }
    if (found.size() != 1) {
      throw noTable();
    }
    warnings.accept(
        "there is no table %s; %s, which differs in letter case only, is read"
            .formatted(extract.qualifiedName(), found.get(0).display()));
    return found.get(0);
  }

  /** A table as SQL names it. */
  String sql(Table table) {
    String name = names.quoted("table_name", table.name());
    return table
        .schema()
        .map(schema -> names.quoted("schema_name", schema) + "." + name)
        .orElse(name);
  }

  private IngestException noTable() throws SQLException {
    List<String> all =
        catalog().all(connection, extract.schemaName()).stream().map(Table::display).toList();
    boolean sameSchema = extract.schemaName().isEmpty() && !extract.tableName().contains(".");
    // The nearest name is looked for with the schema that is listed first, the usual one.
    String schema = all.isEmpty() || !sameSchema ? "" : schemaOf(all.get(0));
    return names.refused(
        "table_name",
        "%s has no table %s that its user may see"
            .formatted(names.database().address(), extract.qualifiedName()),
        Similar.sentence(schema + extract.qualifiedName(), all));
  }

  private static String schemaOf(String display) {
    return display.substring(0, display.indexOf('.') + 1);
  }

  private Catalog catalog() {
    return names.database().dialect().catalog();
  }
}
