package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.FirstRows;
import dev.penstock.source.jdbc.dialect.TokenRules;
import dev.penstock.source.jdbc.dialect.Vitals;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import oracle.jdbc.OracleConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to Oracle, and the moments at which they read. */
final class OracleAccess implements Access {
  private static final Logger LOG = LoggerFactory.getLogger(OracleAccess.class);

  /** Nothing depends on where this machine or the server stands. */
  static final String SESSION =
      "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_DATE_FORMAT = 'SYYYY-MM-DD HH24:MI:SS' NLS_TIMESTAMP_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF' NLS_CALENDAR = 'GREGORIAN' NLS_SORT = BINARY NLS_COMP = BINARY TIME_ZONE = '+00:00'";

  static final String READ_ONLY = "SET TRANSACTION READ ONLY";

  /** Compiles for those too who may not use the package, and were never at another moment. */
  static final String NOW =
      "BEGIN EXECUTE IMMEDIATE 'BEGIN dbms_flashback.disable; END;'; EXCEPTION WHEN OTHERS THEN NULL; END;";

  static final String MOMENT = "SELECT TO_CHAR(dbms_flashback.get_system_change_number) FROM dual";
  static final String AT_MOMENT =
      "BEGIN dbms_flashback.enable_at_system_change_number(TO_NUMBER(?)); END;";

  /** The driver ends a statement before its connection. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int MODULE_LENGTH = 48;
  private static final int CLIENT_LENGTH = 64;

  private final OracleDialect.Door door;

  OracleAccess(OracleDialect.Door door) {
    this.door = door;
  }

  @Override
  public List<String> requiredKeys() {
    return List.of("host", "username", OracleAddress.SERVICE_NAME);
  }

  @Override
  public List<String> requiredKeys(Given given) {
    if (given.setting(OracleAddress.URL).isPresent()
        || given.setting(OracleAddress.ALIAS).isPresent()) {
      return List.of();
    }
    boolean named =
        given.setting(OracleAddress.SID).isPresent() || given.setting("database").isPresent();
    // A wallet may hold the login.
    boolean wallet = given.setting(OracleProperties.WALLET).isPresent();
    return requiredKeys().stream()
        .filter(key -> !(named && key.equals(OracleAddress.SERVICE_NAME)))
        .filter(key -> !(wallet && key.equals("username")))
        .toList();
  }

  @Override
  public List<String> ownKeys() {
    return List.of(
        OracleAddress.URL,
        OracleAddress.SERVICE_NAME,
        OracleAddress.SID,
        OracleAddress.ALIAS,
        OracleProperties.TNS_ADMIN,
        OracleProperties.WALLET);
  }

  @Override
  public boolean takesWhole(String url) {
    return url.strip().startsWith("jdbc:oracle:");
  }

  /** Each transaction says so itself. */
  @Override
  public boolean isToldThatItOnlyReads() {
    return false;
  }

  @Override
  public Optional<TokenRules> tokens() {
    return Optional.empty();
  }

  @Override
  public String place(ConnectionSettings settings) {
    return "Oracle at " + OracleAddress.of(settings).shown();
  }

  @Override
  public Vitals vitals() {
    return new OracleVitals();
  }

  @Override
  public Connection connect(ConnectionSettings settings) throws SQLException {
    OracleAddress address = OracleAddress.of(settings);
    Connection connection = door.open(address.url(), OracleProperties.of(settings));
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void begin(Connection connection, Session session) throws SQLException {
    connection.rollback();
    Duration silence = session.timeout().plus(GRACE);
    connection.setNetworkTimeout(
        Runnable::run, (int) Math.min(silence.toMillis(), LONGEST.toMillis()));
    introduce(connection, session);
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOW);
      statement.execute(SESSION);
      if (session.snapshot().isEmpty()) {
        statement.execute(READ_ONLY);
      }
    }
    if (session.snapshot().isPresent()) {
      goTo(connection, session.snapshot().get());
    }
  }

  /** What the administrator sees in v$session; goes along with the next statement. */
  private static void introduce(Connection connection, Session session) throws SQLException {
    try {
      connection.setClientInfo("OCSID.MODULE", clipped("penstock", MODULE_LENGTH));
      connection.setClientInfo("OCSID.CLIENTID", clipped(session.name(), CLIENT_LENGTH));
    } catch (SQLClientInfoException e) {
      LOG.info("cannot tell the server who is reading: {}", e.getMessage());
    }
  }

  private static String clipped(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static void goTo(Connection connection, String moment) throws SQLException {
    try (CallableStatement statement = connection.prepareCall(AT_MOMENT)) {
      statement.setString(1, moment);
      statement.execute();
    }
  }

  /**
   * The system change number of now, to which this session goes too. In a session that is at an
   * earlier moment nothing can be written.
   */
  @Override
  public Optional<String> exportSnapshot(Connection connection, Session session)
      throws SQLException {
    connection.rollback();
    try {
      String moment = now(connection);
      // Asking has begun a transaction, in which a session cannot go to another moment.
      connection.rollback();
      goTo(connection, moment);
      return Optional.of(moment);
    } catch (SQLException e) {
      if (!OracleFailures.isDenied(e)) {
        throw e;
      }
      LOG.info("no second connection can see the same moment: {}", e.getMessage());
      connection.rollback();
      try (Statement statement = connection.createStatement()) {
        statement.execute(READ_ONLY);
      }
      return Optional.empty();
    }
  }

  private static String now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(MOMENT)) {
      result.next();
      return result.getString(1);
    }
  }

  /** To the server a statement lasts until its last row; the wait for the first ends from here. */
  @Override
  public ResultSet query(PreparedStatement statement, Session session) throws SQLException {
    return FirstRows.of(statement, session.timeout(), this::cancel);
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(OracleConnection.class).cancel();
  }
}
