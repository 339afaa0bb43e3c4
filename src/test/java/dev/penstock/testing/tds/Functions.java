package dev.penstock.testing.tds;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.tools.SimpleResultSet;

/** Functions of T-SQL that H2 has not; H2 calls them by reflection. */
public final class Functions {
  /** By the number that H2 gives to a connection. */
  private static final Map<Integer, Session> SESSIONS = new ConcurrentHashMap<>();

  static final String[] ALIASES = {
    "DB_ID",
    "DB_NAME",
    "SCHEMA_NAME",
    "SUSER_SNAME",
    "SPID",
    "SERVERPROPERTY",
    "HAS_PERMS_BY_NAME",
    "DATABASEPROPERTYEX",
    "SYSUTCDATETIME",
    "SWITCHOFFSET",
    "TODATETIMEOFFSET",
    "NEXT_ROWVERSION",
    "MIN_ACTIVE_ROWVERSION",
    "CONTEXT_INFO",
    "REPLICATE",
    "WAIT_A_MOMENT",
    "LARGE_TEXT",
    "LARGE_BYTES",
    "SNAPSHOT_STATE",
    "OPEN_SESSIONS",
    "OPEN_TRANSACTIONS",
    "CURRENT_TRANSACTION_ID",
    "SQL_VARIANT_PROPERTY",
    "CHECKSUM",
    "NO_TEXT",
    "NO_BYTES"
  };

  private Functions() {}

  static int register(Connection connection, Session session) throws SQLException {
    int id = sessionId(connection);
    SESSIONS.put(id, session);
    return id;
  }

  static void forget(int id) {
    SESSIONS.remove(id);
  }

  private static int sessionId(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("CALL SESSION_ID()")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static Session session(Connection connection) throws SQLException {
    return SESSIONS.get(sessionId(connection));
  }

  public static int dbId() {
    return 5;
  }

  public static String dbName(Connection connection) throws SQLException {
    return session(connection).login().database();
  }

  public static String schemaName() {
    return "dbo";
  }

  public static String suserSname(Connection connection) throws SQLException {
    return session(connection).login().user();
  }

  public static int spid(Connection connection) throws SQLException {
    return sessionId(connection);
  }

  public static String serverproperty(String name) {
    return switch (name) {
      case "ProductVersion" -> "16.0.4165.4";
      case "Edition" -> "Developer Edition (64-bit)";
      case "EngineEdition" -> "3";
      default -> null;
    };
  }

  /** The fixture's user may do all; the others only what was granted to them. */
  public static int hasPermsByName(
      Connection connection, String what, String kind, String permission) throws SQLException {
    Session session = session(connection);
    return permission.startsWith("VIEW ")
        ? session.server().mayViewState(session.login().user())
        : session.login().user().equals(TdsServer.USER) ? 1 : 0;
  }

  public static String databasepropertyex(String database, String property) {
    return property.equals("Updateability") ? "READ_WRITE" : null;
  }

  public static LocalDateTime sysutcdatetime() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  public static OffsetDateTime switchoffset(OffsetDateTime value, String offset) {
    return value == null ? null : value.withOffsetSameInstant(ZoneOffset.of(offset));
  }

  public static OffsetDateTime todatetimeoffset(LocalDateTime value, String offset) {
    return value == null ? null : value.atOffset(ZoneOffset.of(offset));
  }

  public static byte[] nextRowversion(Connection connection) throws SQLException {
    return bytes(session(connection).nextRowversion());
  }

  public static byte[] minActiveRowversion(Connection connection) throws SQLException {
    return bytes(session(connection).server().leastActive());
  }

  public static byte[] contextInfo(Connection connection) throws SQLException {
    return session(connection).context();
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  public static String replicate(String text, int times) {
    return text.repeat(times);
  }

  public static String largeText(long bytes) {
    return new LargeValue(bytes).word();
  }

  public static byte[] largeBytes(long bytes) {
    return largeText(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  /** A row that takes its time, unless the client calls the statement back. */
  public static int waitAMoment(Connection connection, int millis)
      throws SQLException, InterruptedException {
    if (session(connection).isStoppedWithin(millis)) {
      throw new SQLException("called back", "HY008");
    }
    return millis;
  }

  public static int snapshotState(Connection connection) throws SQLException {
    return session(connection).server().allowsSnapshots() ? 1 : 0;
  }

  public static String sqlVariantProperty(String value, String property) {
    return value == null ? null : value.matches("-?\\d{1,9}") ? "int" : "nvarchar";
  }

  /** Nothing that H2 would see through. */
  public static String noText() {
    return "";
  }

  public static byte[] noBytes() {
    return new byte[0];
  }

  public static int checksum(java.util.UUID value) {
    return value.hashCode();
  }

  public static long currentTransactionId(Connection connection) throws SQLException {
    return session(connection).transactionId();
  }

  public static ResultSet openSessions() {
    SimpleResultSet rows = new SimpleResultSet();
    rows.addColumn("session_id", java.sql.Types.INTEGER, 10, 0);
    rows.addColumn("program_name", java.sql.Types.VARCHAR, 128, 0);
    SESSIONS.forEach((id, session) -> rows.addRow(id, session.login().application()));
    return rows;
  }

  /** Those that are not in auto-commit and have begun. */
  public static ResultSet openTransactions() {
    SimpleResultSet rows = new SimpleResultSet();
    rows.addColumn("session_id", java.sql.Types.INTEGER, 10, 0);
    rows.addColumn("transaction_id", java.sql.Types.BIGINT, 19, 0);
    SESSIONS.forEach(
        (id, session) -> {
          if (session.transactionId() != 0) {
            rows.addRow(id, session.transactionId());
          }
        });
    return rows;
  }
}
