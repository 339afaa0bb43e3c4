package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.TokenRules;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/** Files of SQLite, opened read-only. */
final class SqliteAccess implements Access {
  private static final String INIT_SCRIPT = "init_script";
  private static final int BUSY_MILLIS = 5_000;

  @Override
  public List<String> requiredKeys() {
    return List.of("path");
  }

  @Override
  public Optional<TokenRules> tokens() {
    return Optional.empty();
  }

  @Override
  public String place(ConnectionSettings settings) {
    return "SQLite file " + settings.path().orElse("?");
  }

  @Override
  public Vitals vitals() {
    return new SqliteVitals();
  }

  @Override
  public Connection connect(ConnectionSettings settings) throws SQLException {
    Path file = Path.of(settings.path().orElseThrow()).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      create(settings, file);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    Connection connection = DriverManager.getConnection(url(file), config.toProperties());
    try (Statement statement = connection.createStatement()) {
      // The file is opened at first use, and what is wrong with it belongs to connecting.
      statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static String url(Path file) {
    if (file.toString().indexOf('?') >= 0) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "SQLite file %s: a path with a question mark cannot be opened.\nRename the file."
              .formatted(file));
    }
    return "jdbc:sqlite:" + file;
  }

  private static void create(ConnectionSettings settings, Path file) throws SQLException {
    String script = settings.options().get(INIT_SCRIPT);
    if (script == null) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "source %s: the SQLite file %s does not exist.\nMend the setting path of the source, or name in option_init_script the SQL script that creates the file."
              .formatted(settings.source(), file));
    }
    try {
      SqliteScript.of(Path.of(script)).createDatabase(file);
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "source %s: the SQLite file %s could not be created from the script %s (%s).\nCheck that the script exists and that the folder can be written."
              .formatted(settings.source(), file, script, e),
          e);
    }
  }

  @Override
  public void begin(Connection connection, Session session) throws SQLException {
    connection.rollback();
    try (Statement statement = connection.createStatement()) {
      // The first read fixes the moment that all later reads of the transaction see.
      statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
    }
  }

  @Override
  public Optional<String> exportSnapshot(Connection connection, Session session) {
    return Optional.empty();
  }

  @Override
  public ResultSet query(PreparedStatement statement, Session session) throws SQLException {
    return statement.executeQuery();
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
  }
}
