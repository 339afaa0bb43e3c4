package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.LateCommits.Open;
import dev.penstock.source.jdbc.dialect.Transactions.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moment at which the jobs of one group see their source. A connection of its own holds it, on
 * no thread, from the first job's look until the last job has ended. Safe for use by several
 * threads.
 */
final class GroupMoment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupMoment.class);
  private static final int PATIENCE_SECONDS = 10;

  private final String name;
  private final Set<String> joined = new LinkedHashSet<>();
  private Optional<Held> held = Optional.empty();

  /**
   * What a job needs to see the same.
   *
   * @param group the name of the group
   * @param snapshot to join
   * @param token of this moment and no other
   * @param open the transactions that were open just before it
   */
  record Moment(String group, String snapshot, String token, List<Open> open) {
    Moment {
      requireNonNull(group, "group");
      requireNonNull(snapshot, "snapshot");
      requireNonNull(token, "token");
      open = List.copyOf(open);
    }
  }

  private record Held(Database database, Connection connection, Moment moment) {}

  GroupMoment(String name) {
    this.name = name;
  }

  /** The moment, which begins with the first job that asks. */
  synchronized Moment join(Database database, String job) throws SQLException {
    if (held.isPresent() && !isAlive(held.get())) {
      close();
      requireAlone(database, job);
    }
    if (held.isEmpty()) {
      held = Optional.of(hold(database));
      LOG.info("snapshot_group {}: as of now, {}", name, held.get().moment().snapshot());
    }
    joined.add(job);
    return held.get().moment();
  }

  /** What others have read at the lost moment, nobody can be given again. */
  private void requireAlone(Database database, String job) {
    List<String> others = new ArrayList<>(joined);
    others.remove(job);
    if (!others.isEmpty()) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s, column snapshot_group: the connection that held the instant of %s is lost, and %s %s as of it already.\nRun all jobs of the group again."
              .formatted(
                  database.where(),
                  name,
                  String.join(", ", others),
                  others.size() == 1 ? "was read" : "were read"));
    }
  }

  /** That nobody can join the moment any more, if it is so; the next try finds what to do. */
  synchronized Optional<IngestException> loss(Database database, SQLException failure) {
    if (held.isEmpty() || isAlive(held.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new IngestException(
            ErrorCode.SOURCE_UNREACHABLE,
            "%s, column snapshot_group: the connection that held the instant of %s is lost.\nRun all jobs of the group again."
                .formatted(database.where(), name),
            failure));
  }

  private static boolean isAlive(Held moment) {
    try {
      return moment.connection().isValid(PATIENCE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  private Held hold(Database asking) throws SQLException {
    Session session =
        new Session("penstock/group " + name, asking.session().timeout(), Optional.empty());
    Database database = asking.with(session);
    database.pool().seats().takeFirst();
    try {
      Connection connection = database.connect(Optional.empty());
      try {
        return new Held(database, connection, moment(database, connection));
      } catch (SQLException | RuntimeException | Error e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | RuntimeException | Error e) {
      database.pool().seats().giveBack();
      throw e;
    }
  }

  private Moment moment(Database database, Connection connection) throws SQLException {
    // Whoever is not open now has begun later, or is seen by the transaction that begins next.
    List<Open> open = database.dialect().cursors().lateCommits().open(connection);
    connection.rollback();
    database.dialect().access().begin(connection, database.session());
    String snapshot =
        database
            .dialect()
            .access()
            .exportSnapshot(connection, database.session())
            .orElseThrow(() -> cannot(database));
    return new Moment(name, snapshot, UUID.randomUUID().toString(), open);
  }

  private IngestException cannot(Database database) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s, column snapshot_group: %s lets no second connection see what a first one sees, so that the jobs of %s would be of several instants.\nGrant EXECUTE on pg_export_snapshot() to the role, read from a server or pooler that lets snapshots be shared, or empty the cell."
            .formatted(database.where(), database.address(), name));
  }

  /** Ends the moment; does nothing when there is none. */
  @Override
  public synchronized void close() {
    held.ifPresent(this::letGo);
    held = Optional.empty();
  }

  private void letGo(Held moment) {
    try (Connection connection = moment.connection()) {
      connection.rollback();
    } catch (SQLException e) {
      LOG.info("snapshot_group {}: its connection was lost: {}", name, e.getMessage());
    } finally {
      moment.database().pool().seats().giveBack();
    }
  }
}
