package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyCuts.Nulls;
import dev.penstock.source.jdbc.dialect.KeySlicing;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Sampling.Rows;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Cuts tables of PostgreSQL by their pages, which costs no order and no index, and those whose rows
 * are in several tables by these. A row that is updated moves to another page, so an earlier cut is
 * read on only as that moment's rows. What cannot be read by pages is cut by its primary key.
 */
final class PostgresSlicing implements Slicing {
  /** Below this, opening another connection costs more than reading. */
  private static final long MIN_PAGES = 64;

  /** An ordinary heap without children. */
  private static final String HEAP =
      """
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'm') AND a.amname = 'heap'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid)
      """;

  private final PostgresCatalog catalog = new PostgresCatalog();
  private final PostgresSampling sampling = new PostgresSampling();
  private final KeySlicing byKey = new KeySlicing(sampling);

  @Override
  public Optional<Sampling> sampling() {
    return Optional.of(sampling);
  }

  @Override
  public Optional<String> oneStatement(Connection connection, Table table) throws SQLException {
    return foreign(PostgresTree.of(connection, table));
  }

  private static Optional<String> foreign(PostgresTree tree) {
    return tree.hasForeign()
        ? Optional.of("rows are of another server, of which only one connection sees one moment")
        : Optional.empty();
  }

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    PostgresTree tree = PostgresTree.of(connection, table);
    if (tree.hasForeign()) {
      return Slices.whole(foreign(tree).orElseThrow());
    }
    int parts = parts(size, tree);
    if (parts < 2) {
      return Slices.whole(
          tree.kind().equals("v")
              ? "a view is cut by its split_column, and none is named"
              : "it is too short to be cut (%,d bytes)".formatted(tree.bytes()));
    }
    if (tree.hasChildren()) {
      PostgresParts children = new PostgresParts(catalog, connection, table, tree);
      Optional<String> obstacle = children.obstacle();
      return obstacle.isEmpty()
          ? children.cut(parts)
          : byKey(connection, table, tree, size, obstacle.get());
    }
    boolean pages = tree.leaves().size() == 1 && tree.leaves().get(0).pages().isPresent();
    if (!pages || !tree.tidRanges()) {
      return byKey(connection, table, tree, size, "it cannot be read by ranges of pages");
    }
    return byPages(connection, table, tree, parts);
  }

  private static int parts(SliceSize size, PostgresTree tree) {
    long lanes = Math.min(size.lanes(), tree.pages() / MIN_PAGES);
    return (int) Math.min(tree.pages(), Math.max(lanes, size.parts(tree.bytes())));
  }

  private static Slices byPages(Connection connection, Table table, PostgresTree tree, int parts)
      throws SQLException {
    List<Long> bounds =
        LongStream.range(0, parts).mapToObj(i -> Long.valueOf(tree.pages() * i / parts)).toList();
    Optional<PostgresBookmark> bookmark =
        moment(connection, table).map(m -> new PostgresBookmark(m.place(), m.from(), bounds));
    return new Slices(
            new PostgresBookmark("", 0, bounds).conditions(), bookmark.map(PostgresBookmark::text))
        .because("by its %,d pages (ctid)".formatted(tree.pages()));
  }

  private Slices byKey(
      Connection connection, Table table, PostgresTree tree, SliceSize size, String why)
      throws SQLException {
    List<KeyColumn> key = key(connection, table);
    if (key.isEmpty()) {
      return Slices.whole(why);
    }
    // What inherits from a table does not inherit its key.
    boolean heirs = tree.hasChildren() && !tree.kind().equals("p");
    List<KeyColumn> used = heirs ? key.subList(0, 1) : key;
    Rows rows = Rows.of(table, name(table));
    Nulls nulls = heirs ? Nulls.IN_FIRST : Nulls.NONE;
    Slices cut = byKey.cut(connection, rows, used, nulls, b -> parts(size, tree)).slices(used);
    return cut.because(cut.reason() + ", as " + why);
  }

  private List<KeyColumn> key(Connection connection, Table table) throws SQLException {
    List<String> quoted = new ArrayList<>();
    for (String column : sampling.primaryKey(connection, table)) {
      quoted.add(catalog.quote(column).orElseThrow());
    }
    return byKey.columns(connection, name(table), quoted);
  }

  private String name(Table table) {
    String schema = catalog.quote(table.schema().orElseThrow()).orElseThrow();
    return schema + "." + catalog.quote(table.name()).orElseThrow();
  }

  /** Empty on a standby, behind policies for rows, and where the server does not tell. */
  private static Optional<PostgresMoment> moment(Connection connection, Table table)
      throws SQLException {
    return PostgresMoment.ofTable(
        connection, HEAP, List.of(table.schema().orElseThrow(), table.name()));
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    if (bookmark.startsWith("cut by ")) {
      return KeySlicing.again(bookmark, key(connection, table));
    }
    Optional<PostgresPieces> pieces = PostgresPieces.parse(bookmark);
    if (pieces.isPresent()) {
      PostgresTree tree = PostgresTree.of(connection, table);
      return new PostgresParts(catalog, connection, table, tree).again(pieces.get());
    }
    return pagesAgain(connection, table, PostgresBookmark.parse(bookmark));
  }

  private static Again pagesAgain(
      Connection connection, Table table, Optional<PostgresBookmark> then) throws SQLException {
    Optional<PostgresMoment> now = moment(connection, table);
    if (then.isEmpty() || now.isEmpty()) {
      return Again.refused("the server does not tell what has changed since");
    }
    if (!then.get().place().equals(now.get().place())) {
      return Again.refused(
          "the table was written anew since, by TRUNCATE or VACUUM FULL or the like, or another server answers");
    }
    Optional<Again> tooFar = now.get().tooFarFrom(then.get().horizon());
    String seen = now.get().seenSince(then.get().horizon());
    return tooFar.orElseGet(
        () ->
            new Again(
                then.get().conditions().stream().map(slice -> slice + " AND " + seen).toList(),
                Sameness.NO_NEW_ROWS,
                Optional.empty()));
  }
}
