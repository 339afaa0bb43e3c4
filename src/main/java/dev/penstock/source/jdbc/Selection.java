package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.Consistency;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.Sampling.Rows;
import dev.penstock.source.jdbc.dialect.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a job reads, checked against the database.
 *
 * @param table empty for a query
 * @param from what follows FROM
 * @param expressions what is selected, one for each column
 * @param filter the workbook's condition, in parentheses
 * @param ownTimes why each statement may see other rows, as half a sentence; empty when all see the
 *     same
 * @param cut the column by which the workbook wants the rows cut
 * @param warnings sentences for whoever reads the plan or the audit
 */
record Selection(
    Optional<Table> table,
    String from,
    List<PlannedColumn> columns,
    List<String> expressions,
    Optional<String> filter,
    Optional<CursorSql> cursor,
    Optional<String> ownTimes,
    Optional<KeyColumn> cut,
    List<String> warnings) {
  Selection {
    requireNonNull(table, "table");
    requireNonNull(filter, "filter");
    requireNonNull(cursor, "cursor");
    requireNonNull(ownTimes, "ownTimes");
    requireNonNull(cut, "cut");
    columns = List.copyOf(columns);
    expressions = List.copyOf(expressions);
    warnings = List.copyOf(warnings);
  }

  /** The table as messages say it. */
  String display() {
    return table.map(t -> "table " + t.display()).orElse("the query");
  }

  /** What its rows and their count can be at best. */
  Consistency consistency() {
    return ownTimes.isPresent() ? Consistency.PER_SPLIT : Consistency.SNAPSHOT;
  }

  Schema schema() {
    return new Schema(columns.stream().map(PlannedColumn::field).toList());
  }

  /** The rows that meet the filter, of which only these columns are read, in this order. */
  Selection only(List<PlannedColumn> wanted) {
    List<String> read = new ArrayList<>();
    wanted.forEach(column -> read.add(expressions.get(columns.indexOf(column))));
    return new Selection(
        table, from, wanted, read, filter, Optional.empty(), ownTimes, Optional.empty(), List.of());
  }

  /** The same of something else that has the same columns; of the same when it is empty. */
  Selection of(Optional<String> other) {
    return other.isEmpty()
        ? this
        : new Selection(
            table, other.get(), columns, expressions, filter, cursor, ownTimes, cut, warnings);
  }

  /** What is cut. */
  Rows rows() {
    return new Rows(table, from, filter);
  }

  /** The column of this name; where none is spelled so, the one that differs in letter case. */
  Optional<PlannedColumn> column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .or(() -> columns.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst());
  }

  /** A column's name in the table's spelling. */
  String columnName(String name) {
    return column(name).map(PlannedColumn::name).orElse(name);
  }

  /** A statement that selects {@code what} where the filter and all {@code conditions} hold. */
  String select(String what, List<String> conditions) {
    List<String> all = new ArrayList<>(filter.stream().toList());
    conditions.stream().filter(condition -> !condition.isEmpty()).forEach(all::add);
    String where = all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    return "SELECT " + what + " FROM " + from + where;
  }
}
