package dev.penstock.source.jdbc;

import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A server of somebody's own that the environment names. Tests work in a schema of their own there.
 *
 * @param url with user and password, as the setting {@code url} of a source has it
 * @param setUp what tests say first on a connection to be in that schema
 */
record LiveServer(SourceType type, Access access, String url, String schema, String setUp) {
  /** Whether the environment names it. */
  static boolean isNamed(String variable) {
    return value(variable).isPresent();
  }

  private static Optional<String> value(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
  }

  /**
   * @param setUp with {@code %s} for the name of the schema
   */
  static LiveServer of(SourceType type, Dialect dialect, String variable, String setUp) {
    // Short, as names that are much alike are taken for misspelt.
    String schema = "pk_" + UUID.randomUUID().toString().substring(0, 6);
    return new LiveServer(
        type, dialect.access(), value(variable).orElseThrow(), schema, setUp.formatted(schema));
  }

  private SourceSettings sheet() {
    return new SourceSettings("shop", Optional.of(type), Map.of("url", url, "session_sql", setUp));
  }

  private ConnectionSettings settings() {
    return new ConnectionLookup(sheet(), key -> Optional.empty()).settings(access);
  }

  /** A connector whose connections are in that schema. */
  JdbcConnector connector() {
    return new JdbcConnector(
        Map.of("shop", sheet()), key -> Optional.empty(), SourceCount.AUTO, 2, new NoTokens());
  }

  String address() {
    return "source shop (" + access.place(settings()) + ")";
  }

  /** Runs statements, committed, after {@code first}. */
  void execute(String first, String... statements) throws SQLException {
    try (Connection connection = access.connect(settings());
        Statement statement = connection.createStatement()) {
      for (String sql : first.split(";", -1)) {
        statement.execute(sql);
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }
}
