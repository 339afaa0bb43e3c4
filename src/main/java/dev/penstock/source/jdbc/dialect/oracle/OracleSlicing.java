package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.KeyRanges;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts tables of Oracle: by their partitions, else by a primary key of one number, else by where
 * the rows lie, else by a hash of the key. How long a table is, its statistics say.
 */
final class OracleSlicing implements Slicing {
  private static final String BYTES =
      "SELECT num_rows * avg_row_len FROM all_tables WHERE owner = ? AND table_name = ?";

  private static final String KEY =
      """
      SELECT k.column_name, c.data_type
      FROM all_constraints p
      JOIN all_cons_columns k ON k.owner = p.owner AND k.constraint_name = p.constraint_name
      JOIN all_tab_columns c ON c.owner = k.owner AND c.table_name = k.table_name AND c.column_name = k.column_name
      WHERE p.owner = ? AND p.table_name = ? AND p.constraint_type = 'P' AND p.status = 'ENABLED'
      ORDER BY k.position
      """;

  private static final String SPAN = "SELECT min(%1$s), max(%1$s) FROM %2$s";

  private final OracleCatalog catalog = new OracleCatalog();

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    int parts = size.parts(bytes(connection, table));
    if (parts < 2) {
      return Slices.WHOLE;
    }
    OracleName name = new OracleName(catalog, table);
    Optional<Slices> byPartition =
        OraclePartitions.of(connection, table).cut(name, parts, size.lanes());
    return byPartition.isPresent()
        ? byPartition.get()
        : byRows(connection, table, name, size, parts);
  }

  private Slices byRows(
      Connection connection, Table table, OracleName name, SliceSize size, int parts)
      throws SQLException {
    List<OracleKey> key = key(connection, table);
    if (key.size() == 1 && key.get(0).isNumber()) {
      return byNumber(connection, name, key.get(0).quoted(), parts);
    }
    if (size.lanes() < 2) {
      return Slices.WHOLE;
    }
    Optional<Slices> byPlace = OracleExtents.of(connection, table).flatMap(e -> e.cut(parts));
    return byPlace
        .or(() -> HashSlices.of(key, size.lanes()).map(HashSlices::slices))
        .orElse(Slices.WHOLE);
  }

  private Slices byNumber(Connection connection, OracleName name, String key, int parts)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SPAN.formatted(key, name))) {
      result.next();
      BigDecimal least = result.getBigDecimal(1);
      return least == null
          ? Slices.WHOLE
          : KeyRanges.cut(floor(least), floor(result.getBigDecimal(2)), parts)
              .map(ranges -> ranges.slices(key))
              .orElse(Slices.WHOLE);
    }
  }

  /** A key of type NUMBER may have decimals; its rows lie between two whole numbers then. */
  private static BigInteger floor(BigDecimal number) {
    return number.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
  }

  @Override
  public String ground(Connection connection, Table table) throws SQLException {
    return OraclePartitions.of(connection, table).text();
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<PartitionPieces> pieces = PartitionPieces.parse(bookmark);
    if (pieces.isPresent()) {
      return OraclePartitions.of(connection, table)
          .again(new OracleName(catalog, table), pieces.get());
    }
    List<OracleKey> key = key(connection, table);
    Optional<KeyRanges> ranges = KeyRanges.parse(bookmark);
    if (ranges.isPresent() && key.size() == 1 && key.get(0).isNumber()) {
      return same(ranges.get().conditions(key.get(0).quoted()));
    }
    return HashSlices.parse(bookmark, key)
        .map(hash -> same(hash.conditions()))
        .orElseGet(() -> Again.refused("the table has another key now"));
  }

  private static Again same(List<String> conditions) {
    return new Again(conditions, Sameness.SAME_PLACES, Optional.empty());
  }

  private static long bytes(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BYTES)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        // Without statistics there is NULL, and a view has no row.
        return result.next() ? result.getLong(1) : 0;
      }
    }
  }

  private List<OracleKey> key(Connection connection, Table table) throws SQLException {
    List<OracleKey> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String quoted = catalog.quote(result.getString(1)).orElseThrow();
          columns.add(new OracleKey(quoted, result.getString(2).equals("NUMBER")));
        }
      }
    }
    return columns;
  }
}
