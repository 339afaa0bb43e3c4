package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.Slicing.Again;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a transaction reads, and what it sees: all before {@code from}, nothing from {@code to}.
 *
 * @param place names server, history and database, and what was asked for beside them
 */
record PostgresMoment(String place, long from, long to) {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresMoment.class);

  /** Numbers of transactions are kept in 32 bits beside each row; half of them are in the past. */
  private static final long PAST = 1L << 31;

  private static final long ALL_BITS = (1L << 32) - 1;

  /**
   * A server that was restored or has taken over from another has another timeline; there the same
   * numbers may stand for other transactions.
   */
  private static final String MOMENT =
      """
      SELECT (SELECT system_identifier FROM pg_control_system())
      || '/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)
      || '/' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())%s,
      pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
      pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      %s
      """;

  private static final String ON_A_PRIMARY = "NOT pg_is_in_recovery()";

  /** Of the database; empty on a standby, and where the server does not tell. */
  static Optional<PostgresMoment> ofDatabase(Connection connection) throws SQLException {
    return of(connection, MOMENT.formatted("", "WHERE " + ON_A_PRIMARY), List.of());
  }

  /**
   * Of a table, of which the place says in which file it lies; empty behind policies for rows too.
   *
   * @param table the end of a statement from FROM on, about the table {@code c}
   */
  static Optional<PostgresMoment> ofTable(Connection connection, String table, List<String> values)
      throws SQLException {
    String file = " || '/' || c.oid || '/' || pg_relation_filenode(c.oid)";
    String from = table + " AND " + ON_A_PRIMARY + " AND NOT row_security_active(c.oid)";
    return of(connection, MOMENT.formatted(file, from), values);
  }

  private static Optional<PostgresMoment> of(
      Connection connection, String query, List<String> values) throws SQLException {
    // What a role may not ask must not end the transaction in which all is read.
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? Optional.of(
                new PostgresMoment(result.getString(1), result.getLong(2), result.getLong(3)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      connection.rollback(before);
      LOG.info("a run that dies cannot be taken up: {}", e.getMessage());
      return Optional.empty();
    } finally {
      connection.releaseSavepoint(before);
    }
  }

  /** Why rows of a moment so long ago cannot be told from later ones; empty when they can. */
  Optional<Again> tooFarFrom(long horizon) {
    long since = to - horizon;
    return since < 0 || since >= PAST
        ? Optional.of(Again.refused("too much has happened at the server since"))
        : Optional.empty();
  }

  /**
   * That a row's version was there then already. A version so old that its number came round again
   * may be taken for a new one, never the other way.
   */
  String seenSince(long horizon) {
    return "((%d - xmin::text::bigint) & %d) > %d".formatted(to & ALL_BITS, ALL_BITS, to - horizon);
  }
}
