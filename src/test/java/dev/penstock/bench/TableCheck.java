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
final class TableCheck {
  /** The same figure in the words of two databases; both give exact decimals as text. */
  private record Figure(String source, String duckdb) {
    static Figure same(String expression) {
      return new Figure(expression, expression);
    }

    static Figure bytes(String column) {
      return new Figure(
          "sum(octet_length(%s))".formatted(column), "sum(strlen(%s))".formatted(column));
    }

    /** The days since 1970. */
    static Figure days(String column) {
      return same("sum(%s - DATE '1970-01-01')".formatted(column));
    }

    Figure inMaria() {
      return new Figure(
          source.replaceAll("sum\\((\\w+) - DATE ('[\\d-]+')\\)", "sum(datediff($1, $2))"), duckdb);
    }
  }

  private final List<Figure> figures;
  private final List<String> expected;

  private TableCheck(List<Figure> figures, List<String> expected) {
    this.figures = figures;
    this.expected = expected;
  }

  /**
   * Sums over the columns of lineitem.
   *
   * @param suffix behind the name of each column
   */
  private static List<Figure> figures(String suffix) {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.same("count(*)"));
    for (String number :
        List.of(
            "l_orderkey",
            "l_partkey",
            "l_suppkey",
            "l_linenumber",
            "l_quantity",
            "l_extendedprice",
            "l_discount",
            "l_tax")) {
      figures.add(Figure.same("sum(%s%s)".formatted(number, suffix)));
    }
    for (String date : List.of("l_shipdate", "l_commitdate", "l_receiptdate")) {
      figures.add(Figure.days(date + suffix));
    }
    for (String flag : List.of("l_returnflag", "l_linestatus")) {
      figures.add(Figure.same("count(DISTINCT %s%s)".formatted(flag, suffix)));
    }
    for (String text : List.of("l_shipinstruct", "l_shipmode", "l_comment")) {
      figures.add(Figure.bytes(text + suffix));
    }
    return figures;
  }

  /** Asks lineitem for its figures, once. */
  static TableCheck of(PrivatePostgres postgres, LineItemTable table) {
    try (Connection connection = postgres.connect()) {
      return asking(connection, table.qualifiedName(), figures(""));
    } catch (SQLException e) {
      throw new BenchException("Cannot read the figures of " + table.qualifiedName(), e);
    }
  }

  /** The same of the wide table, of the first and the last of each column. */
  static TableCheck of(PrivatePostgres postgres, WideTable table) {
    List<Figure> figures = new ArrayList<>(figures("_1"));
    figures.addAll(figures("_" + WideTable.TIMES));
    try (Connection connection = postgres.connect()) {
      return asking(connection, table.qualifiedName(), figures);
    } catch (SQLException e) {
      throw new BenchException("Cannot read the figures of " + table.qualifiedName(), e);
    }
  }

  static TableCheck of(PrivateMaria maria) {
    List<Figure> figures = figures("").stream().map(Figure::inMaria).toList();
    try (Connection connection = maria.connect()) {
      return asking(connection, maria.table(), figures);
    } catch (SQLException e) {
      throw new BenchException("Cannot read the figures of " + maria.table(), e);
    }
  }

  /**
   * @param figures each its value, a blank, and the expression by which DuckDB finds it
   */
  static TableCheck of(List<String> figures) {
    List<String[]> parted = figures.stream().map(figure -> figure.split(" ", 2)).toList();
    return new TableCheck(
        parted.stream().map(parts -> Figure.same(parts[1])).toList(),
        parted.stream().map(parts -> parts[0]).toList());
  }

  private static TableCheck asking(Connection connection, String table, List<Figure> figures)
      throws SQLException {
    String asked = figures.stream().map(Figure::source).collect(Collectors.joining(", "));
    return new TableCheck(figures, row(connection, "SELECT %s FROM %s".formatted(asked, table)));
  }

  long rows() {
    return Long.parseLong(expected.get(0));
  }

  /** Fails the bench unless these files together hold the table. */
  void verify(Path folder, List<Path> files) {
    if (files.isEmpty()) {
      throw new BenchException("No Parquet file below " + folder);
    }
    List<String> found = found(files);
    for (int i = 0; i < figures.size(); i++) {
      if (!found.get(i).equals(expected.get(i))) {
        throw new BenchException(
            "%s of the files below %s is %s, but %s at the source"
                .formatted(figures.get(i).duckdb(), folder, found.get(i), expected.get(i)));
      }
    }
  }

  private List<String> found(List<Path> files) {
    String asked = figures.stream().map(Figure::duckdb).collect(Collectors.joining(", "));
    String paths =
        files.stream()
            .map(file -> "'" + file.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      return row(connection, "SELECT %s FROM read_parquet([%s])".formatted(asked, paths));
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
