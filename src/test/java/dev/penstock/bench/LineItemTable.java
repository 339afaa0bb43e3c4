package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * TPC-H lineitem at one scale, in a schema of its own.
 *
 * @param scale 1 gives 6,001,215 rows
 */
record LineItemTable(double scale) {
  static final String NAME = "lineitem";

  private static final String COLUMNS =
      """
      (l_orderkey bigint NOT NULL, l_partkey bigint NOT NULL, l_suppkey bigint NOT NULL,
       l_linenumber integer NOT NULL, l_quantity numeric(15,2) NOT NULL,
       l_extendedprice numeric(15,2) NOT NULL, l_discount numeric(15,2) NOT NULL,
       l_tax numeric(15,2) NOT NULL, l_returnflag char(1) NOT NULL, l_linestatus char(1) NOT NULL,
       l_shipdate date NOT NULL, l_commitdate date NOT NULL, l_receiptdate date NOT NULL,
       l_shipinstruct char(25) NOT NULL, l_shipmode char(10) NOT NULL,
       l_comment varchar(44) NOT NULL)""";

  /** Such as {@code sf1} or {@code sf0_01}. */
  String schema() {
    return "sf" + scaleText().replace('.', '_');
  }

  /** Schema and table; needs no quotes. */
  String qualifiedName() {
    return schema() + "." + NAME;
  }

  String scaleText() {
    return scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
  }

  boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT to_regclass('%s')".formatted(qualifiedName()))) {
      rows.next();
      return rows.getString(1) != null;
    }
  }

  /** The rows as lines, columns parted by a bar. */
  void write(OutputStream out) throws IOException {
    for (LineItem item : new LineItemGenerator(scale, 1, 1)) {
      String line = item.toLine();
      // The generator ends each line with one delimiter more than databases accept.
      out.write(line.substring(0, line.length() - 1).getBytes(UTF_8));
      out.write('\n');
    }
  }

  /** One transaction, so that a table that exists is a table that is complete. */
  void load(Connection connection) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema());
      statement.execute("CREATE TABLE " + qualifiedName() + COLUMNS);
    }
    copyRows(connection);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void copyRows(Connection connection) throws SQLException, IOException {
    String copy = "COPY %s FROM STDIN (DELIMITER '|', FREEZE)".formatted(qualifiedName());
    PGConnection postgres = connection.unwrap(PGConnection.class);
    try (OutputStream out =
        new BufferedOutputStream(new PGCopyOutputStream(postgres, copy), 1 << 16)) {
      write(out);
    }
  }
}
