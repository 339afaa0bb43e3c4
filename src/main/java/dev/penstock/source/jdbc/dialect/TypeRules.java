package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.Conversions;
import dev.penstock.source.jdbc.column.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The types of one kind of database. */
public interface TypeRules {
  /**
   * @param wanted the type asked for in {@code column_types}, of a {@link #possible} kind; what it
   *     does to values {@link Conversions#fidelity} says
   */
  PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted);

  /** What a column is that cannot be read, as half a sentence; empty when it can. */
  default Optional<String> refusal(DeclaredColumn column) {
    return Optional.empty();
  }

  /**
   * The kinds that {@code column_types} may ask for; asking for another is refused before anything
   * is read.
   */
  default Set<Kind> possible(DeclaredColumn column) {
    return Conversions.possible(plan(column, Optional.empty()).type().kind());
  }

  /**
   * The rows of a result, for columns planned by this; used by one thread.
   *
   * @param cancel ends a wait for the server
   */
  Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel) throws SQLException;

  /** The mapping in words, one row for each type or group of types; the docs show it. */
  List<Row> table();

  /**
   * One row of the mapping.
   *
   * @param sourceTypes comma-separated
   */
  record Row(String sourceTypes, String lands, Fidelity fidelity) {}
}
