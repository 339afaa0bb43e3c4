package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How far the statements of one transaction see the same rows. */
final class Isolation {
  static final String KEY = "isolation";

  /** These keep earlier rows for a reader at the level that they call repeatable read. */
  private static final List<String> SNAPSHOTS = List.of("DuckDB");

  /** The best first. */
  private enum Level {
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED);

    private final int jdbc;

    Level(int jdbc) {
      this.jdbc = jdbc;
    }

    private String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private Isolation() {}

  /** Sets the level that the workbook asks for, else the highest that the driver supports. */
  static void set(Connection connection, ConnectionSettings settings) throws SQLException {
    Optional<Level> wanted = settings.own(KEY).map(word -> wanted(settings, word));
    DatabaseMetaData data = connection.getMetaData();
    for (Level level : Level.values()) {
      boolean allowed = wanted.isEmpty() || wanted.get() == level;
      if (allowed && data.supportsTransactionIsolationLevel(level.jdbc)) {
        connection.setTransactionIsolation(level.jdbc);
        return;
      }
    }
    if (wanted.isPresent()) {
      throw unknown(settings, wanted.get().words(), "is not supported by the driver");
    }
  }

  private static Level wanted(ConnectionSettings settings, String word) {
    String name = word.strip().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    for (Level level : Level.values()) {
      if (level.name().equals(name)) {
        return level;
      }
    }
    throw unknown(settings, word, "is not known");
  }

  private static IngestException unknown(ConnectionSettings settings, String word, String why) {
    return new IngestException(
        ErrorCode.CONFIG,
        "source %s, isolation: '%s' %s.\nWrite serializable, repeatable_read or read_committed, or leave it empty for the highest that the driver supports."
            .formatted(settings.source(), word, why));
  }

  /** Why two statements of a transaction may see other rows; empty when they see the same. */
  static Optional<String> gap(Connection connection) throws SQLException {
    int level = connection.getTransactionIsolation();
    if (level >= Connection.TRANSACTION_SERIALIZABLE) {
      return Optional.empty();
    }
    DatabaseMetaData data = connection.getMetaData();
    if (level == Connection.TRANSACTION_REPEATABLE_READ) {
      return SNAPSHOTS.contains(data.getDatabaseProductName())
          ? Optional.empty()
          : Optional.of("the isolation repeatable read lets new rows in");
    }
    return level == Connection.TRANSACTION_NONE
        ? Optional.of("the driver knows no transactions, which would keep earlier rows")
        : Optional.of("the isolation read committed keeps no earlier rows");
  }
}
