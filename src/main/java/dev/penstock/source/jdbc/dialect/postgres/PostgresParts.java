package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.Slice;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing.Again;
import dev.penstock.source.jdbc.dialect.Slicing.Sameness;
import dev.penstock.source.jdbc.dialect.Table;
import dev.penstock.source.jdbc.dialect.postgres.PostgresPieces.Part;
import dev.penstock.source.jdbc.dialect.postgres.PostgresPieces.Piece;
import dev.penstock.source.jdbc.dialect.postgres.PostgresTree.Leaf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cuts tables in partitions, and tables with heirs: long ones by their pages, short ones together,
 * each read under the name of the table. The server looks into all partitions for rows of one when
 * it is asked through the table.
 */
final class PostgresParts {
  private static final String COLUMNS =
      """
      SELECT a.attname FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final PostgresCatalog catalog;
  private final Connection connection;
  private final Table table;
  private final PostgresTree tree;

  PostgresParts(PostgresCatalog catalog, Connection connection, Table table, PostgresTree tree) {
    this.catalog = catalog;
    this.connection = connection;
    this.table = table;
    this.tree = tree;
  }

  /** Why the parts cannot be read for themselves; empty when they can. */
  Optional<String> obstacle() {
    if (!tree.tidRanges()) {
      return Optional.of("servers before PostgreSQL 14 find no range of pages");
    }
    boolean free =
        tree.rights() == PostgresTree.Rights.FREE
            && tree.leaves().stream().allMatch(leaf -> leaf.rights() == PostgresTree.Rights.FREE);
    return free
        ? Optional.empty()
        : Optional.of("the role may not read each of its partitions for itself");
  }

  /**
   * @param parts how many there should be
   */
  Slices cut(int parts) throws SQLException {
    List<Piece> pieces = PostgresPieces.cut(tree.leaves(), Math.max(1, tree.pages() / parts));
    if (pieces.size() < 2) {
      return Slices.whole("it is too short to be cut (%,d bytes)".formatted(tree.bytes()));
    }
    // Nothing tells when a row of another server, or of another kind of storage, was written.
    boolean provable = tree.leaves().stream().allMatch(leaf -> leaf.pages().isPresent());
    Optional<String> bookmark =
        provable
            ? PostgresMoment.ofDatabase(connection)
                .map(now -> new PostgresPieces(now.place(), now.from(), pieces).text())
            : Optional.empty();
    return new Slices(
        slices(pieces, ""),
        bookmark,
        "by its %d %s, long ones cut by pages (ctid) and short ones together (%,d bytes)"
            .formatted(
                tree.leaves().size(),
                tree.kind().equals("p") ? "partitions" : "tables (itself and its heirs)",
                tree.bytes()));
  }

  Again again(PostgresPieces then) throws SQLException {
    Optional<PostgresMoment> now = PostgresMoment.ofDatabase(connection);
    if (now.isEmpty() || obstacle().isPresent()) {
      return Again.refused("the server does not tell what has changed since");
    }
    List<Part> known =
        then.pieces().stream()
            .flatMap(piece -> piece.parts().stream())
            .distinct()
            .sorted(PostgresParts::compare)
            .toList();
    List<Part> there = tree.leaves().stream().map(Part::of).sorted(PostgresParts::compare).toList();
    if (!then.place().equals(now.get().place()) || !known.equals(there)) {
      return Again.refused(
          "partitions have come, gone or been written anew since, or another server answers");
    }
    Optional<Again> tooFar = now.get().tooFarFrom(then.horizon());
    if (tooFar.isPresent()) {
      return tooFar.get();
    }
    List<Slice> slices = slices(then.pieces(), now.get().seenSince(then.horizon()));
    return new Again(
        new Slices(slices, Optional.empty(), ""), Sameness.NO_NEW_ROWS, Optional.empty());
  }

  private static int compare(Part one, Part other) {
    return Long.compare(one.oid(), other.oid());
  }

  /**
   * @param also a condition on every row, which may look at its system columns; may be empty
   */
  private List<Slice> slices(List<Piece> pieces, String also) throws SQLException {
    Map<Part, Leaf> leaves = new HashMap<>();
    tree.leaves().forEach(leaf -> leaves.put(Part.of(leaf), leaf));
    String columns = columns();
    List<Slice> slices = new ArrayList<>();
    for (Piece piece : pieces) {
      List<Leaf> read = piece.parts().stream().map(leaves::get).toList();
      slices.add(read.size() == 1 ? one(read.get(0), piece, also) : together(read, columns, also));
    }
    return slices;
  }

  private Slice one(Leaf leaf, Piece piece, String also) {
    String condition = piece.condition();
    String and = condition.isEmpty() || also.isEmpty() ? "" : " AND ";
    return new Slice(
        Optional.of(only(leaf) + " AS " + quoted(table.name())), condition + and + also, List.of());
  }

  private Slice together(List<Leaf> read, String columns, String also) {
    String where = also.isEmpty() ? "" : " WHERE " + also;
    String all =
        read.stream()
            .map(leaf -> "SELECT " + columns + " FROM " + only(leaf) + where)
            .collect(Collectors.joining(" UNION ALL "));
    return new Slice(Optional.of("(" + all + ") AS " + quoted(table.name())), "", List.of());
  }

  private String only(Leaf leaf) {
    return "ONLY "
        + quoted(leaf.table().schema().orElseThrow())
        + "."
        + quoted(leaf.table().name());
  }

  private String quoted(String name) {
    return catalog.quote(name).orElseThrow();
  }

  private String columns() throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          names.add(quoted(result.getString(1)));
        }
      }
    }
    return String.join(", ", names);
  }
}
