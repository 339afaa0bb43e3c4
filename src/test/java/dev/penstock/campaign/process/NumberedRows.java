package dev.penstock.campaign.process;

import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.Sheets;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A table into which somebody writes numbered rows all the time. */
final class NumberedRows implements PausedShop.Source {
  private static final String TABLE = "numbered";

  /** Between rounds, so that a campaign does not grow beyond what it can look through. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** A round of several transactions has more rows, and the longer it is open the better. */
  private static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

  private final Database database;
  private final Order order;
  private final Thread writer = new Thread(this::write, "writer");
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicReference<SQLException> failure = new AtomicReference<>();
  private volatile boolean stopped;

  /** In which order rows become visible. */
  enum Order {
    /** As their numbers say. */
    AS_NUMBERED,
    /** Several transactions are open at once, and a later number may be committed first. */
    LATE_AND_OUT_OF_ORDER
  }

  /** Where the table lies: how to connect, and the cells of sheet Sources. */
  record Database(String url, String type, Map<String, String> cells) {
    static Database sqlite(Path file) {
      return new Database("jdbc:sqlite:" + file, "sqlite", Map.of("path", file.toString()));
    }

    static Database postgres() {
      return new Database(
          "jdbc:postgresql://127.0.0.1:%d/%s?user=%s"
              .formatted(EmbeddedPg.port(), EmbeddedPg.DATABASE, EmbeddedPg.USER),
          "postgresql",
          EmbeddedPg.settings());
    }
  }

  private NumberedRows(Database database, Order order) {
    this.database = database;
    this.order = order;
  }

  /** Makes the table anew, and begins to write. */
  static NumberedRows in(Database database, Order order) throws SQLException {
    NumberedRows rows = new NumberedRows(database, order);
    try (Connection connection = rows.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS " + TABLE);
      statement.execute("CREATE TABLE " + TABLE + " (id BIGINT PRIMARY KEY, note VARCHAR(20))");
    }
    rows.writer.start();
    return rows;
  }

  private void write() {
    Random random = new Random();
    try {
      while (!stopped) {
        switch (order) {
          case AS_NUMBERED -> {
            transactions(1, random);
            LockSupport.parkNanos(PAUSE_NANOS);
          }
          case LATE_AND_OUT_OF_ORDER -> {
            transactions(4, random);
            LockSupport.parkNanos(LONG_PAUSE_NANOS);
          }
        }
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  /** Numbers are given to the transactions in turn; then they are committed in any order. */
  private void transactions(int open, Random random) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < open; i++) {
        Connection connection = connect();
        connections.add(connection);
        connection.setAutoCommit(false);
        insert(connection, 1 + random.nextInt(9));
      }
      Collections.shuffle(connections, random);
      for (Connection connection : connections) {
        connection.commit();
        if (open > 1) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private void insert(Connection connection, int rows) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
      for (int i = 0; i < rows; i++) {
        long number = numbers.incrementAndGet();
        insert.setLong(1, number);
        insert.setString(2, (char) ('A' + number % 26) + "-" + number);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** From now on the table keeps still. */
  void stopWriting() throws InterruptedException, SQLException {
    stopped = true;
    writer.join();
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public void writeWorkbook(Path workbook) throws IOException {
    new Sheets()
        .source("shop", database.cells())
        .job(TABLE, database.type(), "shop", TABLE, jobCells())
        .write(workbook);
  }

  /** PostgreSQL finds late rows of a table with a key by itself. */
  private static String[] jobCells() {
    return new String[] {"load_type", "INCREMENTAL", "watermark_column", "id"};
  }

  /** The writer inserts. */
  @Override
  public void insert() {}

  @Override
  public List<LoadedTable> tables() {
    LoadedTable.Rule rule =
        switch (order) {
          case AS_NUMBERED -> LoadedTable.Rule.APPENDED;
          case LATE_AND_OUT_OF_ORDER -> LoadedTable.Rule.APPENDED_LATE;
        };
    return List.of(new LoadedTable(TABLE, TABLE, rule));
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(database.url());
    if (database.type().equals("sqlite")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 60000");
        statement.execute("PRAGMA synchronous = OFF");
      }
    }
    return connection;
  }

  @Override
  public void close() {
    stopped = true;
  }
}
