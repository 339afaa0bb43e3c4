package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.jdbc.dialect.KeyRanges;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts tables by a primary key of one whole number. */
final class GenericSlicing implements Slicing {
  /** About what a row takes; JDBC does not tell how long a table is. */
  private static final long ROW_BYTES = 200;

  private final Naming naming;

  GenericSlicing(Naming naming) {
    this.naming = naming;
  }

  /** The least and the greatest key, and how many rows there are where that was asked. */
  private record Span(BigInteger least, BigInteger most, BigInteger rows) {}

  /** Rows are counted only where the keys leave room for a long table. */
  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Optional<String> key = key(connection, table);
    if (key.isEmpty()) {
      return Slices.WHOLE;
    }
    Optional<Span> span = span(connection, table, key.get(), "0");
    if (span.isEmpty() || parts(size, width(span.get())) < 2) {
      return Slices.WHOLE;
    }
    Optional<Span> counted = span(connection, table, key.get(), "count(*)");
    return counted
        .flatMap(s -> KeyRanges.cut(s.least(), s.most(), parts(size, s.rows())))
        .map(ranges -> ranges.slices(key.get()))
        .orElse(Slices.WHOLE);
  }

  private static BigInteger width(Span span) {
    return span.most().subtract(span.least()).add(BigInteger.ONE);
  }

  private static int parts(SliceSize size, BigInteger rows) {
    BigInteger bytes = rows.multiply(BigInteger.valueOf(ROW_BYTES));
    return size.parts(bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
  }

  private Optional<Span> span(Connection connection, Table table, String key, String rows)
      throws SQLException {
    String sql = "SELECT min(%1$s), max(%1$s), %2$s FROM %3$s".formatted(key, rows, name(table));
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      BigDecimal least = result.getBigDecimal(1);
      return least == null
          ? Optional.empty()
          : Optional.of(
              new Span(
                  least.toBigInteger(),
                  result.getBigDecimal(2).toBigInteger(),
                  BigInteger.valueOf(result.getLong(3))));
    }
  }

  private String name(Table table) {
    String name = naming.quoted(table.name()).orElseThrow();
    return table.schema().flatMap(naming::quoted).map(s -> s + "." + name).orElse(name);
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<String> key = key(connection, table);
    Optional<KeyRanges> then = KeyRanges.parse(bookmark);
    if (key.isEmpty() || then.isEmpty()) {
      return Again.refused("the table has another key now");
    }
    return new Again(then.get().conditions(key.get()), Sameness.SAME_PLACES, Optional.empty());
  }

  /** The quoted name of the key; empty when it is none of one whole number. */
  private Optional<String> key(Connection connection, Table table) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    boolean catalogs = naming.schemasAreCatalogs();
    String catalog = catalogs ? table.schema().orElse(null) : connection.getCatalog();
    String schema = catalogs ? null : table.schema().orElse(null);
    List<String> columns = new ArrayList<>();
    try (ResultSet result = data.getPrimaryKeys(catalog, schema, table.name())) {
      while (result.next()) {
        columns.add(result.getString("COLUMN_NAME"));
      }
    }
    if (columns.size() != 1) {
      return Optional.empty();
    }
    String pattern = schema == null ? null : naming.pattern(schema);
    try (ResultSet result =
        data.getColumns(
            catalog, pattern, naming.pattern(table.name()), naming.pattern(columns.get(0)))) {
      return result.next() && isWhole(result.getInt("DATA_TYPE"), result.getInt("DECIMAL_DIGITS"))
          ? naming.quoted(columns.get(0))
          : Optional.empty();
    }
  }

  private static boolean isWhole(int type, int decimals) {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
      case Types.NUMERIC, Types.DECIMAL -> decimals == 0;
      default -> false;
    };
  }
}
