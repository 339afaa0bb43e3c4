package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How rows of one kind of database are looked at by chance, to cut them by a column. */
public interface Sampling {
  /**
   * The column as one by which rows are cut; empty when its values have no order, or cannot be
   * written as text.
   *
   * @param quoted its name, quoted
   */
  Optional<KeyColumn> column(DeclaredColumn column, String quoted);

  /**
   * The names of the columns whose values a row keeps for as long as it is there: of its primary
   * key, in the key's order.
   */
  List<String> primaryKey(Connection connection, Table table) throws SQLException;

  /** About how long a table, view or query is. */
  Extent extent(Connection connection, Rows rows) throws SQLException;

  /**
   * About so large a share of the rows, chosen by chance.
   *
   * @param share from 0 to 1
   */
  Share share(Rows rows, Extent extent, double share);

  /** Counts rows, however many they are. */
  default String count() {
    return "count(*)";
  }

  /**
   * What is cut.
   *
   * @param table empty for a query
   * @param from what follows FROM
   * @param filter the condition that the rows meet, in parentheses
   */
  record Rows(Optional<Table> table, String from, Optional<String> filter) {
    /** All rows of a table. */
    public static Rows of(Table table, String from) {
      return new Rows(Optional.of(table), from, Optional.empty());
    }
  }

  /**
   * How long something is.
   *
   * @param words what it was told from, as half a sentence
   */
  record Extent(long rows, long bytes, String words) {}

  /**
   * Some of the rows.
   *
   * @param from what follows FROM
   * @param conditions of SQL
   */
  record Share(String from, List<String> conditions) {
    public Share {
      conditions = List.copyOf(conditions);
    }
  }
}
