package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;

/** One kind of database. Has no state; safe for use by several threads. */
public interface Dialect {
  /** How a connection is made, and how its read transaction begins. */
  Access access();

  /** Names of tables and columns. */
  Catalog catalog();

  /** In which type each column lands. */
  TypeRules types();

  /** How rows are compared with a watermark. */
  CursorRules cursors();

  /** What the driver's errors mean. */
  Failures failures();

  /** The dialect that the server at the other end speaks, where those of one kind differ. */
  default Dialect spokenOn(Connection connection) throws SQLException {
    return this;
  }
}
