package dev.penstock.bench;

import dev.penstock.testing.MariaServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A MariaDB server of the bench's own, on a free port; its table outlives it. */
final class PrivateMaria implements AutoCloseable {
  private static final String COLUMNS =
      """
      (l_orderkey bigint NOT NULL, l_partkey bigint NOT NULL, l_suppkey bigint NOT NULL,
       l_linenumber integer NOT NULL, l_quantity decimal(15,2) NOT NULL,
       l_extendedprice decimal(15,2) NOT NULL, l_discount decimal(15,2) NOT NULL,
       l_tax decimal(15,2) NOT NULL, l_returnflag char(1) NOT NULL, l_linestatus char(1) NOT NULL,
       l_shipdate date NOT NULL, l_commitdate date NOT NULL, l_receiptdate date NOT NULL,
       l_shipinstruct varchar(25) NOT NULL, l_shipmode varchar(10) NOT NULL,
       l_comment varchar(44) NOT NULL, PRIMARY KEY (l_orderkey, l_linenumber))""";

  private final MariaServer server;
  private final String table;

  private PrivateMaria(MariaServer server, String table) {
    this.server = server;
    this.table = table;
  }

  /** Starts the server on the data of the last bench, if there is any, and loads the table. */
  static PrivateMaria start(Path folder, LineItemTable lineItem) {
    try {
      Files.createDirectories(folder);
      PrivateMaria maria =
          new PrivateMaria(
              MariaServer.start(
                  folder, "--innodb-buffer-pool-size=2G", "--innodb-log-file-size=1G"),
              "lineitem_" + lineItem.schema());
      maria.prepare(lineItem);
      return maria;
    } catch (IOException | SQLException e) {
      throw new BenchException(
          "MariaDB does not start. If the reason below does not help, delete " + folder, e);
    }
  }

  private void prepare(LineItemTable lineItem) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      if (count(statement, "information_schema.tables WHERE table_name = '" + table + "'") == 0) {
        System.err.printf(
            "Loading lineitem at scale %s into MariaDB (once)%n", lineItem.scaleText());
        load(connection, lineItem);
      }
      // Reads all of it into memory.
      count(statement, table + " WHERE l_comment <> ''");
    }
  }

  /** Under another name until it is complete. */
  private void load(Connection connection, LineItemTable lineItem)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        PipedInputStream lines = new PipedInputStream(1 << 20)) {
      statement.execute("DROP TABLE IF EXISTS loading");
      statement.execute("CREATE TABLE loading " + COLUMNS);
      PipedOutputStream out = new PipedOutputStream(lines);
      Thread generator = new Thread(() -> generate(lineItem, out), "lineitem");
      generator.start();
      statement.unwrap(org.mariadb.jdbc.Statement.class).setLocalInfileInputStream(lines);
      statement.execute(
          "LOAD DATA LOCAL INFILE 'lines' INTO TABLE loading FIELDS TERMINATED BY '|'");
      statement.execute("ANALYZE TABLE loading");
      statement.execute("RENAME TABLE loading TO " + table);
    }
  }

  private static void generate(LineItemTable lineItem, OutputStream out) {
    try (out) {
      lineItem.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(Statement statement, String from) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  String url() {
    return server.url() + "&allowLocalInfile=true";
  }

  int port() {
    return server.port();
  }

  String table() {
    return table;
  }

  String version() {
    try (Connection connection = connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new BenchException("Cannot ask MariaDB for its version", e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
