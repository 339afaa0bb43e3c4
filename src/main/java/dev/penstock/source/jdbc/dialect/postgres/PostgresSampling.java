package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.KeyColumn;
import dev.penstock.source.jdbc.dialect.KeyExtent;
import dev.penstock.source.jdbc.dialect.Sampling;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of PostgreSQL by chance. Of tables only some pages are looked at; rather than the statistics
 * of the last ANALYZE, which may be old, are not there for views, and not for every role.
 */
final class PostgresSampling implements Sampling {
  /** Rows of one page are alike, so that few of each are taken. */
  private static final int PAGES_PER_SHARE = 20;

  private static final long ROWS_IN_PAGE = 60;
  private static final String OF_PAGES = "by its pages";

  /** In the order of the index. */
  private static final String KEY =
      """
      SELECT a.attname FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
      WHERE i.indisprimary AND n.nspname = ? AND c.relname = ?
      ORDER BY array_position(i.indkey::int2[], a.attnum)
      """;

  private final PostgresCursors cursors = new PostgresCursors();

  @Override
  public Optional<KeyColumn> column(DeclaredColumn column, String quoted) {
    return switch (column.typeName()) {
      case "uuid", "float4", "float8", "time" ->
          Optional.of(
              new KeyColumn(
                  column.name(),
                  quoted,
                  "CAST(? AS " + column.typeName() + ")",
                  "CAST(%s AS text)",
                  Optional.empty()));
      default -> cursors.cursor(column, quoted).map(sql -> KeyColumn.of(column.name(), sql));
    };
  }

  @Override
  public List<String> primaryKey(Connection connection, Table table) throws SQLException {
    return CatalogQuery.texts(connection, KEY, table.schema().orElseThrow(), table.name());
  }

  @Override
  public Extent extent(Connection connection, Rows rows) throws SQLException {
    if (rows.table().isPresent()) {
      PostgresTree tree = PostgresTree.of(connection, rows.table().get());
      if (tree.pages() > 0 && !tree.hasForeign()) {
        long known = tree.leaves().stream().mapToLong(leaf -> Math.max(0, leaf.rows())).sum();
        long count = known > 0 ? known : tree.pages() * ROWS_IN_PAGE;
        return new Extent(count, tree.bytes(), OF_PAGES);
      }
    }
    return KeyExtent.counted(connection, rows, count());
  }

  @Override
  public Share share(Rows rows, Extent extent, double share) {
    double pages = share * PAGES_PER_SHARE;
    if (pages >= 1 || !extent.words().equals(OF_PAGES)) {
      return KeyExtent.byChance(rows.from(), "random()", share);
    }
    List<String> conditions = new ArrayList<>();
    conditions.add("random() < " + KeyExtent.plain(share / pages));
    return new Share(
        rows.from() + " TABLESAMPLE SYSTEM (" + KeyExtent.plain(pages * 100) + ")", conditions);
  }
}
