package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import dev.penstock.source.jdbc.dialect.KeyRanges;
import dev.penstock.source.jdbc.dialect.KeySlicing;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Sampling.Extent;
import dev.penstock.source.jdbc.dialect.Sampling.Rows;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts tables of SQL Server by a clustered primary key, in whose order the rows lie, so that each
 * slice is a range of pages.
 */
final class SqlServerSlicing implements Slicing {
  private static final Set<String> WHOLE = Set.of("tinyint", "smallint", "int", "bigint");

  private static final String KEY =
      """
      SELECT c.name, t.name FROM sys.indexes i
      JOIN sys.objects o ON o.object_id = i.object_id
      JOIN sys.schemas s ON s.schema_id = o.schema_id
      JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
      JOIN sys.columns c ON c.object_id = i.object_id AND c.column_id = k.column_id
      JOIN sys.types t ON t.user_type_id = c.system_type_id
      WHERE s.name = ? AND o.name = ? AND i.is_primary_key = 1 AND i.type = 1
      ORDER BY k.key_ordinal
      """;

  private final SqlServerCatalog catalog = new SqlServerCatalog();
  private final SqlServerSampling sampling = new SqlServerSampling();
  private final KeySlicing byKey = new KeySlicing(sampling);

  /**
   * @param columns their quoted names
   * @param number of one whole number, quoted; empty when the key is another
   */
  private record Key(List<String> columns, Optional<String> number) {}

  @Override
  public Optional<Sampling> sampling() {
    return Optional.of(sampling);
  }

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    Key key = key(connection, table);
    if (key.columns().isEmpty()) {
      return Slices.whole("it has no clustered primary key");
    }
    Rows rows = Rows.of(table, name(table));
    Extent extent = sampling.extent(connection, rows);
    if (key.number().isPresent()) {
      int parts = size.parts(extent.bytes());
      Optional<Slices> even =
          KeyRanges.even(connection, rows.from(), key.number().get(), extent, parts);
      if (even.isPresent()) {
        return even.get();
      }
    }
    List<KeyColumn> columns = byKey.columns(connection, rows.from(), key.columns());
    return columns.isEmpty()
        ? Slices.whole("its primary key is of a type by which rows are not cut")
        : byKey.cut(connection, rows, columns, Nulls.NONE, size::parts).slices(columns);
  }

  private String name(Table table) {
    String schema = catalog.quote(table.schema().orElseThrow()).orElseThrow();
    return schema + "." + catalog.quote(table.name()).orElseThrow();
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Key key = key(connection, table);
    Optional<KeyRanges> even = KeyRanges.parse(bookmark);
    if (even.isPresent() && key.number().isPresent()) {
      return new Again(
          even.get().conditions(key.number().get()), Sameness.SAME_PLACES, Optional.empty());
    }
    return KeySlicing.again(bookmark, byKey.columns(connection, name(table), key.columns()));
  }

  /** Without columns when there is none by which a row keeps its place. */
  private Key key(Connection connection, Table table) throws SQLException {
    List<String> columns = new ArrayList<>();
    boolean whole = true;
    try (PreparedStatement statement = SqlServerSampling.about(connection, KEY, table);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        columns.add(catalog.quote(result.getString(1)).orElseThrow());
        whole &= WHOLE.contains(result.getString(2));
      }
    }
    boolean number = whole && columns.size() == 1;
    return new Key(columns, number ? Optional.of(columns.get(0)) : Optional.empty());
  }
}
