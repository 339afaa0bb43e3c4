package dev.penstock.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares written files with the table they came from, through DuckDB, which shares no code with
 * what wrote them. Sums over every kind of column; not a comparison row by row.
 */
final class LineItemCheck {
  /** The same figure in the words of both databases; both give exact decimals as text. */
  private record Figure(String postgres, String duckdb) {
    static Figure same(String expression) {
      return new Figure(expression, expression);
    }

    static Figure bytes(String column) {
      return new Figure(
          "sum(octet_length(%s))".formatted(column), "sum(strlen(%s))".formatted(column));
    }
  }

  private static final List<Figure> FIGURES =
      List.of(
          Figure.same("count(*)"),
          Figure.same("sum(l_orderkey)"),
          Figure.same("sum(l_partkey)"),
          Figure.same("sum(l_suppkey)"),
          Figure.same("sum(l_linenumber)"),
          Figure.same("sum(l_quantity)"),
          Figure.same("sum(l_extendedprice)"),
          Figure.same("sum(l_discount)"),
          Figure.same("sum(l_tax)"),
          Figure.same("sum(l_shipdate - DATE '1970-01-01')"),
          Figure.same("sum(l_commitdate - DATE '1970-01-01')"),
          Figure.same("sum(l_receiptdate - DATE '1970-01-01')"),
          Figure.same("count(DISTINCT l_returnflag)"),
          Figure.same("count(DISTINCT l_linestatus)"),
          Figure.bytes("l_shipinstruct"),
          Figure.bytes("l_shipmode"),
          Figure.bytes("l_comment"));

  private final List<String> expected;

  private LineItemCheck(List<String> expected) {
    this.expected = expected;
  }

  /** Asks the table for its figures, once. */
  static LineItemCheck of(PrivatePostgres postgres, LineItemTable table) {
    String figures = FIGURES.stream().map(Figure::postgres).collect(Collectors.joining(", "));
    try (Connection connection = postgres.connect()) {
      return new LineItemCheck(
          row(connection, "SELECT %s FROM %s".formatted(figures, table.qualifiedName())));
    } catch (SQLException e) {
      throw new BenchException("Cannot read the figures of " + table.qualifiedName(), e);
    }
  }

  long rows() {
    return Long.parseLong(expected.get(0));
  }

  /** Fails the bench unless these files together hold the table. */
  void verify(Path folder, List<Path> files) {
    if (files.isEmpty()) {
      throw new BenchException("No Parquet file below " + folder);
    }
    List<String> found = figures(files);
    for (int i = 0; i < FIGURES.size(); i++) {
      if (!found.get(i).equals(expected.get(i))) {
        throw new BenchException(
            "%s of the files below %s is %s, but %s in PostgreSQL"
                .formatted(FIGURES.get(i).duckdb(), folder, found.get(i), expected.get(i)));
      }
    }
  }

  private static List<String> figures(List<Path> files) {
    String figures = FIGURES.stream().map(Figure::duckdb).collect(Collectors.joining(", "));
    String paths =
        files.stream()
            .map(file -> "'" + file.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      return row(connection, "SELECT %s FROM read_parquet([%s])".formatted(figures, paths));
    } catch (SQLException e) {
      throw new BenchException("DuckDB cannot read " + paths, e);
    }
  }

  private static List<String> row(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      List<String> values = new ArrayList<>();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        values.add(rows.getString(column));
      }
      return values;
    }
  }
}
