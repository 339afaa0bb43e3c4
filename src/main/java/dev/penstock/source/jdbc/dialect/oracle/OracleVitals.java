package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.OwnMachine;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a server of Oracle says of itself. */
final class OracleVitals implements Vitals {
  static final String SESSION =
      "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER'), SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM dual";
  static final String CLOCK = "SELECT SYS_EXTRACT_UTC(SYSTIMESTAMP) FROM dual";

  @Override
  public Server server(Connection connection, ConnectionSettings settings) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SESSION)) {
      result.next();
      boolean encrypted = isTls(result.getString(2));
      return new Server(
          new OracleAccess((url, properties) -> connection).place(settings),
          product(connection.getMetaData().getDatabaseProductVersion()),
          Optional.ofNullable(result.getString(1)),
          Optional.of(words(encrypted, settings)),
          Server.Access.READ_ONLY,
          weaknesses(encrypted, settings));
    }
  }

  /** The first of several lines. */
  private static String product(String version) {
    String line = version.lines().findFirst().orElse("").strip();
    return line.startsWith("Oracle") ? line : "Oracle " + line;
  }

  private static boolean isTls(String protocol) {
    return protocol != null && protocol.toLowerCase(Locale.ROOT).equals("tcps");
  }

  private static String words(boolean encrypted, ConnectionSettings settings) {
    if (!encrypted) {
      return "none of TLS; the server may encrypt by itself";
    }
    return OracleProperties.isNameVerified(settings)
        ? "TLS, certificate verified"
        : "TLS, name in the certificate not verified";
  }

  @Override
  public List<Problem> weaknesses(Connection connection, ConnectionSettings settings)
      throws SQLException {
    if (OracleAddress.of(settings).encrypted() && OracleProperties.isNameVerified(settings)) {
      return List.of();
    }
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SESSION)) {
      result.next();
      return weaknesses(isTls(result.getString(2)), settings);
    }
  }

  private static List<Problem> weaknesses(boolean encrypted, ConnectionSettings settings) {
    boolean own = settings.host().isPresent() && OwnMachine.isServerOf(settings);
    if (own || (encrypted && OracleProperties.isNameVerified(settings))) {
      return List.of();
    }
    String where = "source " + settings.source();
    return List.of(
        encrypted
            ? Problem.warning(
                where,
                "the name in the server's certificate is not verified; whoever has a certificate of the same authority could answer in its place (option_ssl_server_dn_match is off)",
                "Remove option_ssl_server_dn_match from sheet Sources.")
            : Problem.warning(
                where,
                "the connection is not one of TLS; unless the server encrypts by itself (SQLNET.ENCRYPTION_SERVER), whoever is on the way can read the rows",
                "Set option_protocol to tcps in sheet Sources, with the port of the listener for TLS."));
  }

  @Override
  public Optional<Instant> clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(CLOCK)) {
      result.next();
      return Optional.of(result.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC));
    }
  }
}
