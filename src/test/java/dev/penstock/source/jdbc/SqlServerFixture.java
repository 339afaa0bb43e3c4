package dev.penstock.source.jdbc;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.Connector;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.TdsServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The database of the tests of SQL Server: the stand-in's, one for each JVM, or a real one whose
 * tables of the schema {@code dbo} are all dropped.
 */
final class SqlServerFixture {
  private static TdsServer standIn;

  private SqlServerFixture() {}

  static synchronized TdsServer server() {
    if (standIn == null) {
      standIn = TdsServer.start(Door.open());
    }
    return standIn;
  }

  static Map<String, String> settings(int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("host", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("database", TdsServer.DATABASE);
    settings.put("username", TdsServer.USER);
    return settings;
  }

  static Connector connector(Map<String, String> values, String password) {
    return connector(values, password, 64_000_000);
  }

  static Connector connector(Map<String, String> values, String password, long sliceBytes) {
    SecretStore secrets =
        key ->
            key.key().equals("password")
                ? Optional.of(new Secret(password, "test"))
                : Optional.empty();
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.SQLSERVER), values)),
        secrets,
        new Reading(SourceCount.AUTO, sliceBytes),
        2,
        new NoTokens());
  }

  static Connection connect(Map<String, String> settings, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("serverName", settings.get("host"));
    properties.setProperty("portNumber", settings.get("port"));
    properties.setProperty("databaseName", settings.get("database"));
    properties.setProperty("user", settings.get("username"));
    properties.setProperty("password", password);
    properties.setProperty("applicationName", "fixture");
    properties.setProperty("encrypt", settings.getOrDefault("option_encrypt", "false"));
    properties.setProperty(
        "trustServerCertificate", settings.getOrDefault("option_trustservercertificate", "false"));
    return new SQLServerDriver().connect("jdbc:sqlserver://", properties);
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Drops all tables, views and types of the user. */
  static void empty(Connection connection) throws SQLException {
    String objects =
        "SELECT s.name, o.name, o.type FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY o.type DESC";
    List<String> drops = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(objects)) {
      while (result.next()) {
        drops.add(
            "DROP %s %s.%s"
                .formatted(
                    result.getString(3).strip().equals("V") ? "VIEW" : "TABLE",
                    quoted(result.getString(1)),
                    quoted(result.getString(2))));
      }
    }
    execute(connection, drops.toArray(String[]::new));
  }

  private static String quoted(String name) {
    return "[" + name.replace("]", "]]") + "]";
  }
}
