package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.jdbc.column.ColumnReader;
import dev.penstock.source.jdbc.column.ColumnType;
import java.util.List;
import java.util.Optional;

/** The types of one kind of database. */
public interface TypeRules {
  /**
   * @param wanted the type asked for in {@code column_types}
   */
  PlannedColumn plan(DeclaredColumn column, Optional<ColumnType> wanted);

  /**
   * A new reader of a column; used by one thread.
   *
   * @param index of the column in the result, from 1
   */
  ColumnReader reader(int index, ColumnType type);

  /** The mapping in words, one row for each type or group of types; the docs show it. */
  List<Row> table();

  /**
   * One row of the mapping.
   *
   * @param sourceTypes comma-separated
   */
  record Row(String sourceTypes, String lands, String note) {}
}
