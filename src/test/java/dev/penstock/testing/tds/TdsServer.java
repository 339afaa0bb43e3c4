package dev.penstock.testing.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An own SQL Server on a socket of this machine: the protocol is spoken as Microsoft describes it,
 * and H2 keeps the tables. What a real server makes of a statement it cannot prove.
 */
public final class TdsServer implements AutoCloseable {
  public static final String USER = "tester";
  public static final String PASSWORD = "Tester's 1st";
  public static final String DATABASE = "shop";

  /** What Entra ID would give. */
  public static final String TOKEN = "a-token-of-entra";

  private static final AtomicLong NUMBER = new AtomicLong();

  private final ServerSocket listener;
  private final Door door;
  private final String url;
  private final Connection keeper;
  private final Faults faults = new Faults();
  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private final Map<String, SqlType> aliases = new ConcurrentHashMap<>();
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private final List<Login> logins = new CopyOnWriteArrayList<>();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final AtomicInteger attentions = new AtomicInteger();
  private final AtomicLong rowversions = new AtomicLong(2000);
  private final AtomicLong transactions = new AtomicLong(1);
  private volatile boolean snapshots = true;
  private volatile Optional<WindowsSignIn> windows = Optional.empty();

  private TdsServer(Door door) throws IOException, SQLException {
    this.door = door;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.url =
        "jdbc:h2:mem:tds"
            + NUMBER.incrementAndGet()
            + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;LOCK_TIMEOUT=10000;NON_KEYWORDS=DAY,VALUE,YEAR,MONTH,HOUR,MINUTE,SECOND,KEY";
    this.keeper = DriverManager.getConnection(url, USER, "");
    passwords.put(USER, PASSWORD);
    SysCatalog.create(keeper);
  }

  /**
   * Starts one with an empty database.
   *
   * @param door how clients come in
   */
  public static TdsServer start(Door door) {
    try {
      TdsServer server = new TdsServer(door);
      Thread thread = new Thread(server::serve, "tds-" + server.port());
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a source of {@link #USER}'s needs but the password, by the columns of the sheet Sources.
   */
  public Map<String, String> settings() {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        Integer.toString(port()),
        "database",
        DATABASE,
        "username",
        USER);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public Faults faults() {
    return faults;
  }

  /** Who has signed in or tried to, in that order. */
  public List<Login> logins() {
    return logins;
  }

  /** What clients said, word for word, with values in place of variables. */
  public List<String> statements() {
    return statements;
  }

  /** How often clients have called back what they had asked for. */
  public int attentions() {
    return attentions.get();
  }

  void sawAttention() {
    attentions.incrementAndGet();
  }

  /** A login with no rights but those of the statements, such as {@code GRANT SELECT ON t TO u}. */
  public void login(String name, String password) throws SQLException {
    passwords.put(name, password);
    try (Statement statement = keeper.createStatement()) {
      statement.execute("DROP USER IF EXISTS \"" + name + "\"");
      statement.execute("CREATE USER \"" + name + "\" PASSWORD ''");
      statement.execute("GRANT SELECT ON SCHEMA sys TO \"" + name + "\"");
    }
  }

  /** Takes users of Windows from now on; those alone have a login whom {@link #login} has named. */
  public void windows(WindowsSignIn signIn) {
    windows = Optional.of(signIn);
  }

  Optional<WindowsSignIn> windows() {
    return windows;
  }

  Optional<String> password(String user) {
    return Optional.ofNullable(passwords.get(user));
  }

  int mayViewState(String user) {
    return user.equals(USER) ? 1 : 0;
  }

  Connection h2(Login login) throws SQLException {
    String user = passwords.containsKey(login.user()) ? login.user() : USER;
    Connection connection = DriverManager.getConnection(url, user, "");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SCHEMA dbo");
      statement.execute("SET LAZY_QUERY_EXECUTION 1");
    }
    return connection;
  }

  Map<String, SqlType> aliases() {
    return aliases;
  }

  boolean allowsSnapshots() {
    return snapshots;
  }

  void allowSnapshots(boolean allowed) {
    snapshots = allowed;
  }

  long nextRowversion() {
    return rowversions.incrementAndGet();
  }

  /** The least row version that may yet be committed. */
  long leastActive() {
    return sessions.stream()
        .mapToLong(Session::firstRowversion)
        .reduce(rowversions.get() + 1, Math::min);
  }

  long nextTransaction() {
    return transactions.incrementAndGet();
  }

  void heard(Session session, String sql, Map<String, Parameters.Parameter> values) {
    String said = sql;
    List<String> names = new ArrayList<>(values.keySet());
    for (int i = names.size() - 1; i >= 0; i--) {
      said = said.replace(names.get(i), values.get(names.get(i)).toString());
    }
    if (session.login().application().startsWith("penstock")) {
      statements.add(said);
    }
    faults.before(sql);
  }

  void beforeRow(Session session, long row) throws IOException {
    if (faults.breaksAt(row)) {
      session.kill();
      throw new IOException("broken off by the test");
    }
  }

  void kill(int id) throws IOException {
    for (Session session : sessions) {
      if (session.id() == id) {
        session.kill();
      }
    }
  }

  /** As its table declares it, or else as H2 takes it. */
  SqlType type(ResultSetMetaData data, int column) throws SQLException {
    String sql =
        "SELECT REMARKS FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?";
    synchronized (keeper) {
      try (PreparedStatement statement = keeper.prepareStatement(sql)) {
        statement.setString(1, data.getSchemaName(column));
        statement.setString(2, data.getTableName(column));
        statement.setString(3, data.getColumnName(column));
        try (ResultSet result = statement.executeQuery()) {
          return result.next() && result.getString(1) != null
              ? SqlType.parse(result.getString(1))
              : SqlType.of(data, column);
        }
      }
    }
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> receive(socket), "tds-client-" + socket.getPort());
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void receive(Socket socket) {
    try (socket) {
      Optional<Entry.Guest> guest = new Entry(this, door).receive(socket, logins);
      if (guest.isEmpty()) {
        return;
      }
      try (Session session = new Session(this, guest.get().login(), socket, guest.get().wire())) {
        sessions.add(session);
        try {
          session.serve();
        } finally {
          sessions.remove(session);
        }
      }
    } catch (IOException e) {
      // The client has gone, or was sent away.
      return;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    listener.close();
    for (Session session : sessions) {
      session.kill();
    }
    keeper.close();
  }
}
