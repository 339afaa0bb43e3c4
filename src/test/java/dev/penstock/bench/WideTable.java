package dev.penstock.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of lineitem with all of its columns 25 times side by side, and a 25th of the rows: as many
 * values, in 400 columns.
 */
record WideTable(LineItemTable narrow) {
  static final String NAME = "wide";
  static final int TIMES = 25;

  private static final List<String> COLUMNS =
      List.of(
          "l_orderkey",
          "l_partkey",
          "l_suppkey",
          "l_linenumber",
          "l_quantity",
          "l_extendedprice",
          "l_discount",
          "l_tax",
          "l_returnflag",
          "l_linestatus",
          "l_shipdate",
          "l_commitdate",
          "l_receiptdate",
          "l_shipinstruct",
          "l_shipmode",
          "l_comment");

  String qualifiedName() {
    return narrow.schema() + "." + NAME;
  }

  /**
   * Makes the table unless an earlier bench did; values stay in their rows, whatever their size.
   */
  void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        System.err.printf("Making a table of %d columns (once)%n", TIMES * COLUMNS.size());
        statement.execute(
            "CREATE TABLE %s WITH (toast_tuple_target = 8160) AS SELECT %s FROM %s LIMIT 0"
                .formatted(qualifiedName(), columns(), narrow.qualifiedName()));
        statement.execute(
            "INSERT INTO %s SELECT %s FROM %s LIMIT (SELECT count(*) / %d FROM %s)"
                .formatted(
                    qualifiedName(),
                    columns(),
                    narrow.qualifiedName(),
                    TIMES,
                    narrow.qualifiedName()));
      }
      statement.execute("VACUUM (FREEZE, ANALYZE) " + qualifiedName());
      statement.execute("SELECT pg_prewarm('%s')".formatted(qualifiedName()));
    }
  }

  private boolean exists(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*) FROM pg_tables WHERE schemaname || '.' || tablename = '%s'"
                .formatted(qualifiedName()))) {
      rows.next();
      return rows.getInt(1) > 0;
    }
  }

  private static String columns() {
    return IntStream.rangeClosed(1, TIMES)
        .mapToObj(
            time ->
                COLUMNS.stream()
                    .map(column -> column + " AS " + column + "_" + time)
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining(", "));
  }
}
