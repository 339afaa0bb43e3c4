package dev.penstock.source.jdbc.dialect.postgres;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a table lie: in itself, in its partitions, and in tables that inherit from it.
 *
 * @param kind of the table: {@code r}, {@code p}, {@code m}, {@code v} or {@code f}
 * @param rights whether the table's own policies choose rows
 * @param pageBytes of the server
 * @param leaves all that have rows of their own, the table itself among them where it has
 */
record PostgresTree(
    String kind, Rights rights, boolean tidRanges, long pageBytes, List<Leaf> leaves) {
  /** Servers before version 14 read the whole table for a range of pages. */
  private static final int TID_RANGE_SCAN = 140_000;

  /** What {@code inhdetachpending} says is of newer servers alone. */
  private static final String TREE =
      """
      WITH RECURSIVE tree AS (
        SELECT c.oid, 0 AS depth FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ?
        UNION
        SELECT i.inhrelid, t.depth + 1 FROM pg_catalog.pg_inherits i
        JOIN tree t ON i.inhparent = t.oid
        WHERE (to_jsonb(i) ->> 'inhdetachpending') IS DISTINCT FROM 'true')
      SELECT c.oid, min(t.depth) AS depth, n.nspname, c.relname, c.relkind, c.reltuples,
      CASE WHEN a.amname = 'heap' THEN pg_relation_size(c.oid) END AS bytes,
      coalesce(pg_relation_filenode(c.oid), 0) AS filenode,
      has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS free,
      current_setting('block_size')::bigint AS block,
      current_setting('server_version_num')::int AS version
      FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
      GROUP BY c.oid, n.nspname, a.amname ORDER BY depth, n.nspname, c.relname
      """;

  /** Whether a role may read a table as the parent's rights say, and sees all rows of it. */
  enum Rights {
    FREE,
    RESTRICTED
  }

  /**
   * A table with rows.
   *
   * @param depth 0 for the table that was named
   * @param rows as the last ANALYZE found; negative when there was none
   * @param pages empty where rows do not lie in pages that can be named
   */
  record Leaf(
      Table table,
      int depth,
      long oid,
      long filenode,
      Rights rights,
      boolean foreign,
      long rows,
      Optional<Long> pages) {
    Leaf {
      requireNonNull(table, "table");
      requireNonNull(rights, "rights");
      requireNonNull(pages, "pages");
    }
  }

  PostgresTree {
    requireNonNull(kind, "kind");
    requireNonNull(rights, "rights");
    leaves = List.copyOf(leaves);
  }

  static PostgresTree of(Connection connection, Table table) throws SQLException {
    List<Leaf> leaves = new ArrayList<>();
    String kind = "";
    Rights rights = Rights.RESTRICTED;
    boolean tidRanges = false;
    long pageBytes = 8192;
    try (PreparedStatement statement = connection.prepareStatement(TREE)) {
      statement.setString(1, table.schema().orElseThrow());
      statement.setString(2, table.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          pageBytes = row.getLong("block");
          tidRanges = row.getInt("version") >= TID_RANGE_SCAN;
          String own = row.getString("relkind");
          if (row.getInt("depth") == 0) {
            kind = own;
            rights = rights(row);
          }
          if (List.of("r", "m", "f").contains(own)) {
            leaves.add(leaf(row, pageBytes));
          }
        }
      }
    }
    return new PostgresTree(kind, rights, tidRanges, pageBytes, leaves);
  }

  private static Rights rights(ResultSet row) throws SQLException {
    return row.getBoolean("free") ? Rights.FREE : Rights.RESTRICTED;
  }

  private static Leaf leaf(ResultSet row, long pageBytes) throws SQLException {
    long bytes = row.getLong("bytes");
    Optional<Long> pages = row.wasNull() ? Optional.empty() : Optional.of(bytes / pageBytes);
    return new Leaf(
        new Table(Optional.of(row.getString("nspname")), row.getString("relname")),
        row.getInt("depth"),
        row.getLong("oid"),
        row.getLong("filenode"),
        rights(row),
        "f".equals(row.getString("relkind")),
        row.getLong("reltuples"),
        pages);
  }

  /** Whether its rows are in several tables. */
  boolean hasChildren() {
    return kind.equals("p") || leaves.size() > 1;
  }

  boolean hasForeign() {
    return leaves.stream().anyMatch(Leaf::foreign);
  }

  long pages() {
    return leaves.stream().mapToLong(leaf -> leaf.pages().orElse(0L)).sum();
  }

  long bytes() {
    return pages() * pageBytes;
  }
}
