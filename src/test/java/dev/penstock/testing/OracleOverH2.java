package dev.penstock.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import oracle.jdbc.OracleConnection;
import oracle.jdbc.OracleTypes;

/**
 * H2 that calls itself Oracle, behind connections that answer with Oracle's type names, codes and
 * error numbers and keep what was sent. It is no Oracle: what it takes, Oracle need not take, so
 * that each statement is compared word for word too.
 */
public final class OracleOverH2 {
  private static final String URL =
      "jdbc:h2:mem:oracle;MODE=Oracle;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1;NON_KEYWORDS=DAY";

  /** Views of Oracle's catalogue over that of H2. */
  private static final List<String> CATALOGUE =
      List.of(
          "CREATE ALIAS sys_context FOR 'dev.penstock.testing.OracleOverH2.context'",
          "CREATE ALIAS sys_extract_utc FOR 'dev.penstock.testing.OracleOverH2.utc'",
          "CREATE TABLE all_tab_partitions (table_owner VARCHAR2(128), table_name VARCHAR2(128), partition_name VARCHAR2(128), partition_position NUMBER, num_rows NUMBER, avg_row_len NUMBER, object_id NUMBER, data_object_id NUMBER)",
          "CREATE VIEW all_objects AS SELECT table_schema AS owner, table_name AS object_name, CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS object_type, NULL AS subobject_name, NULL AS object_id, NULL AS data_object_id FROM information_schema.tables WHERE table_schema <> 'information_schema' AND table_name NOT LIKE 'all\\_%' ESCAPE '\\' AND table_name <> 'dba_extents' UNION ALL SELECT table_owner, table_name, 'TABLE PARTITION', partition_name, object_id, data_object_id FROM all_tab_partitions",
          "CREATE VIEW all_users AS SELECT 'information_schema' AS username, 'Y' AS oracle_maintained FROM dual",
          "CREATE TABLE all_tables (owner VARCHAR2(128), table_name VARCHAR2(128), num_rows NUMBER, avg_row_len NUMBER, row_movement VARCHAR2(8) DEFAULT 'DISABLED')",
          "CREATE VIEW all_tab_statistics AS SELECT owner, table_name, num_rows, 'TABLE' AS object_type FROM all_tables",
          "CREATE VIEW all_constraints AS SELECT table_schema AS owner, table_name, constraint_name, CASE constraint_type WHEN 'PRIMARY KEY' THEN 'P' ELSE 'C' END AS constraint_type, 'ENABLED' AS status FROM information_schema.table_constraints",
          "CREATE VIEW all_cons_columns AS SELECT table_schema AS owner, table_name, constraint_name, column_name, ordinal_position AS position FROM information_schema.key_column_usage",
          "CREATE VIEW all_tab_columns AS SELECT table_schema AS owner, table_name, column_name, CASE WHEN UPPER(data_type) IN ('INTEGER', 'BIGINT', 'NUMERIC', 'DECFLOAT') THEN 'NUMBER' ELSE data_type END AS data_type FROM information_schema.columns");

  private static final Map<Integer, Integer> ERRORS =
      Map.of(42102, 942, 42103, 942, 42104, 942, 42122, 904, 28000, 1017, 57014, 1013);

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final Map<String, String> clientInfo = new TreeMap<>();
  private final Map<String, String> partitions = new LinkedHashMap<>();
  private final Map<String, OracleColumn> columns = new HashMap<>();
  private boolean flashback = true;
  private Change change = () -> {};

  /** What somebody else does. */
  public interface Change {
    void make() throws SQLException;
  }

  /** A new, empty database. */
  public static OracleOverH2 empty() throws SQLException {
    OracleOverH2 made = new OracleOverH2();
    try (Connection connection = made.plain();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ALL OBJECTS");
      for (String sql : CATALOGUE) {
        statement.execute(sql);
      }
    }
    return made;
  }

  /**
   * From now on a table has a partition more, of so many rows of a thousand bytes by its
   * statistics.
   *
   * @param condition that its rows meet
   */
  public void partition(String table, String name, String condition, long rows)
      throws SQLException {
    partitions.put(name, condition);
    int number = partitions.size();
    try (Connection connection = plain();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO all_tab_partitions VALUES ('public', '%s', '%s', %d, %d, 1000, %d, %d)"
              .formatted(table, name, number, rows, 100 + number, 200 + number));
    }
  }

  /** From now on happens each time before a client asks which moment it is. */
  public void beforeEachMoment(Change meanwhile) {
    change = meanwhile;
  }

  /** From now on the columns of this name hold bytes of Oracle. */
  public void column(String name, OracleColumn column) {
    columns.put(name, column);
  }

  /** Without EXECUTE on dbms_flashback from now on. */
  public void denyFlashback() {
    flashback = false;
  }

  /** What clients have sent, in order, blanks made one. */
  public List<String> sent() {
    return sent;
  }

  public Map<String, String> clientInfo() {
    return clientInfo;
  }

  /** H2 as it is. */
  public Connection plain() throws SQLException {
    return DriverManager.getConnection(URL);
  }

  /** As Oracle's driver would be. */
  public Connection open(String url, Properties properties) throws SQLException {
    Connection connection = plain();
    // H2's own level of one moment, which JDBC has no name for.
    connection.setTransactionIsolation(6);
    return new Link(connection).proxy();
  }

  public static String context(String namespace, String name) {
    return switch (name) {
      case "CURRENT_SCHEMA" -> "public";
      case "SESSION_USER" -> "PENSTOCK";
      default -> "tcp";
    };
  }

  public static LocalDateTime utc(OffsetDateTime value) {
    return value == null ? null : value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  /** One connection. */
  private final class Link {
    private final Connection connection;
    private volatile Statement underWay;

    Link(Connection connection) {
      this.connection = connection;
    }

    Connection proxy() {
      return OracleOverH2.proxy(
          OracleConnection.class,
          (self, method, arguments) -> {
            try {
              return call(self, method, arguments);
            } catch (SQLException e) {
              throw asOracle(e);
            }
          });
    }

    private Object call(Object self, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "createStatement" -> statement(Statement.class, connection.createStatement());
        case "prepareStatement" ->
            statement(
                PreparedStatement.class, connection.prepareStatement(taken((String) arguments[0])));
        case "prepareCall" ->
            statement(
                CallableStatement.class, connection.prepareCall(taken((String) arguments[0])));
        case "setClientInfo" -> clientInfo.put((String) arguments[0], (String) arguments[1]);
        case "setNetworkTimeout", "setReadOnly" -> null;
        case "getMetaData" -> product(connection.getMetaData());
        case "cancel" -> {
          underWay.cancel();
          yield null;
        }
        case "unwrap" -> self;
        case "isWrapperFor" -> true;
        default -> answered(connection, method, arguments);
      };
    }

    private <T extends Statement> T statement(Class<T> type, T statement) {
      underWay = statement;
      return OracleOverH2.proxy(
          type,
          (self, method, arguments) -> {
            Object[] given = arguments;
            if (given != null && given.length > 0 && given[0] instanceof String sql) {
              boolean executes = method.getName().startsWith("execute");
              given = executes ? new Object[] {taken(sql)} : given;
            }
            return result(answered(statement, method, given));
          });
    }

    private String conditioned(String sql) {
      String all = sql;
      for (Map.Entry<String, String> partition : partitions.entrySet()) {
        all =
            all.replaceAll(
                "(\"[^\"]+\"\\.\"[^\"]+\") PARTITION \\(\"" + partition.getKey() + "\"\\)",
                "(SELECT * FROM $1 WHERE " + partition.getValue() + ")");
      }
      return all;
    }

    /** The first bytes of a moment with a zone are that moment in UTC. */
    private String ofBytes(String sql) {
      String all = sql;
      for (String name : columns.keySet()) {
        all =
            all.replace(
                "SYS_EXTRACT_UTC(\"%s\")".formatted(name),
                "SUBSTRING(\"%s\", 1, 11) AS \"%s\"".formatted(name, name));
      }
      return all;
    }

    /** What H2 is given in place of what only Oracle knows. */
    private String taken(String sql) throws SQLException {
      String flat = sql.replaceAll("\\s+", " ").strip();
      sent.add(flat);
      if (flat.contains("get_system_change_number")) {
        change.make();
        if (!flashback) {
          throw new SQLException(
              "ORA-00904: \"DBMS_FLASHBACK\".\"GET_SYSTEM_CHANGE_NUMBER\": invalid identifier",
              "42000",
              904);
        }
        return "SELECT '4711'";
      }
      if (flat.startsWith("BEGIN dbms_flashback")) {
        return "CALL CAST(? AS VARCHAR)";
      }
      if (flat.matches("(BEGIN|ALTER SESSION|SET TRANSACTION).*")) {
        return "CALL 1";
      }
      return ofBytes(conditioned(sql))
          .replaceAll("TO_TIMESTAMP\\(\\?, '[^']*'\\)", "CAST(? AS TIMESTAMP(9))")
          .replaceAll(
              "FROM_TZ\\(TO_TIMESTAMP\\((REGEXP_SUBSTR\\(\\?, '[^']*'\\)), '[^']*'\\), 'UTC'\\)",
              "CAST($1 || '+00' AS TIMESTAMP(9) WITH TIME ZONE)");
    }
  }

  private Object result(Object value) {
    if (value instanceof ResultSet rows) {
      return proxy(
          ResultSet.class,
          (self, method, arguments) ->
              method.getName().equals("unwrap") ? self : of(rows, method, arguments));
    }
    return value instanceof ResultSetMetaData data ? described(data) : value;
  }

  private Object of(ResultSet rows, Method method, Object[] arguments) throws Throwable {
    boolean reads = method.getName().startsWith("get") && !columns.isEmpty();
    if (reads && arguments != null && arguments[0] instanceof Integer at) {
      OracleColumn column = columns.get(rows.getMetaData().getColumnLabel(at));
      if (column != null) {
        return column.given(method.getName(), rows.getBytes(at)).orElse(null);
      }
    }
    return result(answered(rows, method, arguments));
  }

  /** A type as Oracle's driver tells of it. */
  private record Told(String name, int code, int precision, int scale) {}

  private ResultSetMetaData described(ResultSetMetaData data) {
    return proxy(
        ResultSetMetaData.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getColumnTypeName" -> told(data, (int) arguments[0]).name();
              case "getColumnType" -> told(data, (int) arguments[0]).code();
              case "getPrecision" -> told(data, (int) arguments[0]).precision();
              case "getScale" -> told(data, (int) arguments[0]).scale();
              default -> answered(data, method, arguments);
            });
  }

  private Told told(ResultSetMetaData data, int at) throws SQLException {
    int precision = data.getPrecision(at);
    int scale = data.getScale(at);
    OracleColumn column = columns.get(data.getColumnLabel(at));
    if (column != null) {
      return new Told(column.name(), column.code(), column.precision(), column.scale());
    }
    return switch (data.getColumnTypeName(at).replaceFirst("\\(.*", "")) {
      case "INTEGER" -> new Told("NUMBER", Types.NUMERIC, 10, 0);
      case "BIGINT" -> new Told("NUMBER", Types.NUMERIC, 19, 0);
      case "NUMERIC" -> new Told("NUMBER", Types.NUMERIC, precision, scale);
      case "DECFLOAT" -> new Told("NUMBER", Types.NUMERIC, 0, -127);
      case "REAL" -> new Told("BINARY_FLOAT", OracleTypes.BINARY_FLOAT, 0, 0);
      case "DOUBLE PRECISION" -> new Told("BINARY_DOUBLE", OracleTypes.BINARY_DOUBLE, 0, 0);
      case "TIMESTAMP" -> new Told(scale == 0 ? "DATE" : "TIMESTAMP", Types.TIMESTAMP, 0, scale);
      case "TIMESTAMP WITH TIME ZONE" ->
          new Told("TIMESTAMP WITH TIME ZONE", OracleTypes.TIMESTAMPTZ, 0, scale);
      case "CHARACTER" -> new Told("CHAR", Types.CHAR, precision, 0);
      case "CHARACTER VARYING" -> new Told("VARCHAR2", Types.VARCHAR, precision, 0);
      case "CHARACTER LARGE OBJECT" -> new Told("CLOB", Types.CLOB, 0, 0);
      case "BINARY LARGE OBJECT" -> new Told("BLOB", Types.BLOB, 0, 0);
      case "BINARY VARYING" -> new Told("RAW", Types.VARBINARY, precision, 0);
      case "ROW" -> new Told("SHOP.ADDRESS", Types.STRUCT, 0, 0);
      default -> new Told(data.getColumnTypeName(at), data.getColumnType(at), precision, scale);
    };
  }

  private static DatabaseMetaData product(DatabaseMetaData data) {
    return proxy(
        DatabaseMetaData.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getDatabaseProductName" -> "Oracle";
              case "getDatabaseProductVersion" ->
                  "Oracle Database 19c Enterprise Edition\nVersion 19.3.0.0.0";
              default -> answered(data, method, arguments);
            });
  }

  private static Object answered(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return real.getClass()
          .getMethod(method.getName(), method.getParameterTypes())
          .invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException error ? asOracle(error) : e.getCause();
    }
  }

  private static SQLException asOracle(SQLException error) {
    Integer number = ERRORS.get(error.getErrorCode());
    String words = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return number == null
        ? error
        : new SQLException("ORA-%05d: %s".formatted(number, words), "", number);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            OracleOverH2.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
