package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Slice;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing.Again;
import dev.penstock.source.jdbc.dialect.Slicing.Sameness;
import dev.penstock.source.jdbc.dialect.Table;
import dev.penstock.source.jdbc.dialect.oracle.PartitionPieces.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cuts a table in partitions by these, short ones together. Each slice names its partitions, so
 * that the server looks into no other.
 *
 * @param rowsMove whether a row that is updated may go to another partition
 */
record OraclePartitions(List<Partition> all, boolean rowsMove) {
  static final String QUERY =
      """
      SELECT p.partition_name, o.object_id, NVL(o.data_object_id, 0), NVL(p.num_rows * p.avg_row_len, 0), t.row_movement
      FROM all_tab_partitions p
      JOIN all_tables t ON t.owner = p.table_owner AND t.table_name = p.table_name
      JOIN all_objects o ON o.owner = p.table_owner AND o.object_name = p.table_name
      AND o.subobject_name = p.partition_name AND o.object_type = 'TABLE PARTITION'
      WHERE p.table_owner = ? AND p.table_name = ?
      ORDER BY p.partition_position
      """;

  /** With a longer piece than so many times the share of a lane, the other lanes would wait. */
  private static final int LONGEST = 2;

  /**
   * One partition.
   *
   * @param bytes by its statistics; 0 without any
   */
  record Partition(String name, Part part, long bytes) {}

  OraclePartitions {
    all = List.copyOf(all);
  }

  /** None for a table without partitions, and where they may not be seen. */
  static OraclePartitions of(Connection connection, Table table) throws SQLException {
    List<Partition> found = new ArrayList<>();
    boolean rowsMove = false;
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Part part = new Part(result.getLong(2), result.getLong(3));
          found.add(new Partition(result.getString(1), part, result.getLong(4)));
          rowsMove |= !"DISABLED".equals(result.getString(5));
        }
      }
    } catch (SQLException e) {
      if (OracleFailures.isDenied(e)) {
        return new OraclePartitions(List.of(), true);
      }
      throw e;
    }
    return new OraclePartitions(found, rowsMove);
  }

  /**
   * Empty where other ways cut better: one partition holds nearly all, or nobody knows how much
   * each holds.
   *
   * @param name what the table is called in SQL
   * @param parts how many pieces there should be
   */
  Optional<Slices> cut(OracleName name, int parts, int lanes) {
    long bytes = all.stream().mapToLong(Partition::bytes).sum();
    long longest = all.stream().mapToLong(Partition::bytes).max().orElse(0);
    if (bytes == 0 || longest > bytes / lanes * LONGEST) {
      return Optional.empty();
    }
    PartitionPieces pieces = new PartitionPieces(pieces(Math.max(1, bytes / parts)));
    if (pieces.all().size() < Math.max(2, lanes)) {
      return Optional.empty();
    }
    return Optional.of(
        new Slices(
            slices(name, pieces),
            keepRows() ? Optional.of(pieces.text()) : Optional.empty(),
            "by its %d partitions, short ones together (%,d bytes)".formatted(all.size(), bytes)));
  }

  private List<List<Part>> pieces(long wanted) {
    List<List<Part>> pieces = new ArrayList<>();
    List<Part> together = new ArrayList<>();
    long length = 0;
    for (Partition partition : all) {
      if (!together.isEmpty() && length + partition.bytes() / 2 >= wanted) {
        pieces.add(together);
        together = new ArrayList<>();
        length = 0;
      }
      together.add(partition.part());
      length += partition.bytes();
    }
    pieces.add(together);
    return pieces;
  }

  /** Which there are and what holds their rows; their statistics do not matter. */
  String text() {
    return all.stream()
        .map(partition -> partition.name() + " " + partition.part())
        .collect(Collectors.joining(", "));
  }

  /** A partition of partitions does not tell when one of those is exchanged for a table. */
  private boolean keepRows() {
    return !rowsMove && all.stream().allMatch(partition -> partition.part().data() > 0);
  }

  /** The same pieces of the same partitions. */
  Again again(OracleName name, PartitionPieces then) {
    if (!keepRows()) {
      return Again.refused("rows may go from one partition to another now");
    }
    Set<Part> known = new HashSet<>();
    then.all().forEach(known::addAll);
    Set<Part> there = all.stream().map(Partition::part).collect(Collectors.toSet());
    return known.equals(there)
        ? new Again(
            new Slices(slices(name, then), Optional.empty(), ""),
            Sameness.SAME_PLACES,
            Optional.empty())
        : Again.refused("partitions have come, gone or been written anew since");
  }

  private List<Slice> slices(OracleName name, PartitionPieces pieces) {
    Map<Part, String> names = new HashMap<>();
    all.forEach(partition -> names.put(partition.part(), partition.name()));
    return pieces.all().stream()
        .map(piece -> piece.stream().map(names::get).toList())
        .map(piece -> new Slice(Optional.of(name.partitions(piece)), "", List.of()))
        .toList();
  }
}
