package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the rows of a table lie, in the order of their ROWIDs; partitions too. */
record OracleExtents(List<Extent> extents) {
  /** Only administrators and those to whom it is granted may see it. */
  static final String QUERY =
      """
      SELECT o.data_object_id, e.relative_fno, e.block_id, e.blocks
      FROM dba_extents e
      JOIN all_objects o ON o.owner = e.owner AND o.object_name = e.segment_name
      AND NVL(o.subobject_name, ' ') = NVL(e.partition_name, ' ')
      WHERE e.owner = ? AND e.segment_name = ? AND e.segment_type LIKE 'TABLE%'
      AND o.object_type LIKE 'TABLE%' AND o.data_object_id IS NOT NULL
      ORDER BY 1, 2, 3
      """;

  /** So many blocks in a row. */
  record Extent(long object, long file, long block, long blocks) {}

  OracleExtents {
    extents = List.copyOf(extents);
  }

  /** Empty where they may not be seen. */
  static Optional<OracleExtents> of(Connection connection, Table table) throws SQLException {
    List<Extent> extents = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          extents.add(
              new Extent(
                  result.getLong(1), result.getLong(2), result.getLong(3), result.getLong(4)));
        }
      }
    } catch (SQLException e) {
      if (OracleFailures.isDenied(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(new OracleExtents(extents));
  }

  /**
   * Pieces of about as many blocks, open at both ends for extents that come meanwhile. Nothing
   * proves later that a row has kept its place, so there is no bookmark.
   */
  Optional<Slices> cut(int parts) {
    long blocks = extents.stream().mapToLong(Extent::blocks).sum();
    List<String> bounds = new ArrayList<>();
    long before = 0;
    int piece = 1;
    for (Extent extent : extents) {
      while (piece < parts && before + extent.blocks() > blocks * piece / parts) {
        long inside = Math.max(0, blocks * piece / parts - before);
        add(bounds, rowid(extent, inside));
        piece++;
      }
      before += extent.blocks();
    }
    return bounds.isEmpty() ? Optional.empty() : Optional.of(between(bounds));
  }

  private static void add(List<String> bounds, String bound) {
    if (bounds.isEmpty() || !bounds.get(bounds.size() - 1).equals(bound)) {
      bounds.add(bound);
    }
  }

  private static String rowid(Extent extent, long block) {
    return "DBMS_ROWID.ROWID_CREATE(1, %d, %d, %d, 0)"
        .formatted(extent.object(), extent.file(), extent.block() + block);
  }

  private static Slices between(List<String> bounds) {
    List<String> conditions = new ArrayList<>();
    conditions.add("ROWID < " + bounds.get(0));
    for (int i = 0; i + 1 < bounds.size(); i++) {
      conditions.add("ROWID >= %s AND ROWID < %s".formatted(bounds.get(i), bounds.get(i + 1)));
    }
    conditions.add("ROWID >= " + bounds.get(bounds.size() - 1));
    return new Slices(conditions, Optional.empty());
  }
}
