package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.failure.Problem;
import dev.penstock.source.Server;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server says of itself. */
final class SqlServerVitals implements Vitals {
  private static final String SERVER =
      "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), CAST(SERVERPROPERTY('Edition') AS nvarchar(128)), SUSER_SNAME()";

  private static final String CLOCK = "SELECT CAST(SYSUTCDATETIME() AS nvarchar(40))";

  @Override
  public Server server(Connection connection, ConnectionSettings settings) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SERVER)) {
      result.next();
      String version = "SQL Server %s (%s)".formatted(result.getString(1), result.getString(2));
      Optional<String> user = Optional.ofNullable(result.getString(3));
      SqlServerTls tls = SqlServerTls.of(settings);
      List<Problem> problems = new ArrayList<>(tls.weaknesses(settings));
      new SqlServerCatalog()
          .ownTimes(connection)
          .ifPresent(
              why ->
                  problems.add(
                      Problem.warning(
                          "source " + settings.source(),
                          "count and rows may be of different moments, as " + why,
                          "Have the database administrator run ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON.")));
      return new Server(
          new SqlServerAccess().place(settings),
          version,
          user,
          Optional.of(tls.words()),
          // There are no read-only transactions; what is sent is read-only by its grammar.
          Server.Access.READ_ONLY,
          problems);
    }
  }

  @Override
  public List<Problem> weaknesses(Connection connection, ConnectionSettings settings) {
    return SqlServerTls.of(settings).weaknesses(settings);
  }

  @Override
  public Optional<Instant> clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(CLOCK)) {
      result.next();
      String text = result.getString(1).replace(' ', 'T');
      return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    }
  }
}
