package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts tables of PostgreSQL by their pages, which costs no order and no index. A row that is
 * updated moves to another page, so an earlier cut is read on only as that moment's rows.
 */
final class PostgresSlicing implements Slicing {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSlicing.class);
  private static final int TID_RANGE_SCAN = 140_000;

  /** Below this, opening another connection costs more than reading. */
  private static final long MIN_PAGES = 64;

  /** Numbers of transactions are kept in 32 bits beside each row; half of them are in the past. */
  private static final long PAST = 1L << 31;

  private static final long ALL_BITS = (1L << 32) - 1;

  /** An ordinary heap without children, which is all that can be cut. */
  private static final String HEAP =
      """
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r' AND a.amname = 'heap'
      AND NOT c.relhassubclass
      """;

  private static final String PAGES =
      "SELECT pg_relation_size(c.oid) / current_setting('block_size')::bigint,"
          + " current_setting('block_size')::bigint "
          + HEAP
          + " AND current_setting('server_version_num')::int >= "
          + TID_RANGE_SCAN;

  /**
   * A server that was restored or has taken over from another has another timeline; there the same
   * numbers may stand for other transactions. A table that was rewritten lies in another file.
   */
  private static final String MOMENT =
      """
      SELECT (SELECT system_identifier FROM pg_control_system())
      || '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)
      || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      || '/' || c.oid || '/' || pg_relation_filenode(c.oid),
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      """
          + HEAP
          + " AND NOT pg_is_in_recovery() AND NOT row_security_active(c.oid)";

  /**
   * Where a transaction reads, and what it sees: all before {@code from}, nothing from {@code to}.
   */
  private record Moment(String place, long from, long to) {}

  @Override
  public Slices cut(Connection connection, Table table, SliceSize size) throws SQLException {
    try (PreparedStatement statement = prepare(connection, PAGES, table);
        ResultSet result = statement.executeQuery()) {
      return result.next()
          ? cut(connection, table, size, result.getLong(1), result.getLong(2))
          : Slices.WHOLE;
    }
  }

  private static Slices cut(
      Connection connection, Table table, SliceSize size, long pages, long pageBytes)
      throws SQLException {
    int lanes = (int) Math.min(size.lanes(), pages / MIN_PAGES);
    int parts = (int) Math.min(pages, Math.max(lanes, size.parts(pages * pageBytes)));
    if (parts < 2) {
      return Slices.WHOLE;
    }
    List<Long> bounds =
        LongStream.range(0, parts).mapToObj(i -> Long.valueOf(pages * i / parts)).toList();
    Optional<PostgresBookmark> bookmark =
        moment(connection, table).map(m -> new PostgresBookmark(m.place(), m.from(), bounds));
    return new Slices(
        new PostgresBookmark("", 0, bounds).conditions(), bookmark.map(PostgresBookmark::text));
  }

  /** Empty on a standby, behind policies for rows, and where the server does not tell. */
  private static Optional<Moment> moment(Connection connection, Table table) throws SQLException {
    // What a role may not ask must not end the transaction in which all is read.
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = prepare(connection, MOMENT, table);
        ResultSet result = statement.executeQuery()) {
      return result.next()
          ? Optional.of(new Moment(result.getString(1), result.getLong(2), result.getLong(3)))
          : Optional.empty();
    } catch (SQLException e) {
      connection.rollback(before);
      LOG.info("a run that dies cannot be taken up: {}", e.getMessage());
      return Optional.empty();
    } finally {
      connection.releaseSavepoint(before);
    }
  }

  @Override
  public Again again(Connection connection, Table table, String bookmark) throws SQLException {
    Optional<PostgresBookmark> then = PostgresBookmark.parse(bookmark);
    Optional<Moment> now = moment(connection, table);
    if (then.isEmpty() || now.isEmpty()) {
      return Again.refused("the server does not tell what has changed since");
    }
    if (!then.get().place().equals(now.get().place())) {
      return Again.refused(
          "the table was written anew since, by TRUNCATE or VACUUM FULL or the like, or another server answers");
    }
    long since = now.get().to() - then.get().horizon();
    if (since < 0 || since >= PAST) {
      return Again.refused("too much has happened at the server since");
    }
    String seen = seenThen(now.get().to(), since);
    return new Again(
        then.get().conditions().stream().map(slice -> slice + " AND " + seen).toList(),
        Sameness.NO_NEW_ROWS,
        Optional.empty());
  }

  /**
   * That a row's version was there then already. A version so old that its number came round again
   * may be taken for a new one, never the other way.
   */
  private static String seenThen(long now, long since) {
    return "((%d - xmin::text::bigint) & %d) > %d".formatted(now & ALL_BITS, ALL_BITS, since);
  }

  private static PreparedStatement prepare(Connection connection, String sql, Table table)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, table.schema().orElseThrow());
    statement.setString(2, table.name());
    return statement;
  }
}
