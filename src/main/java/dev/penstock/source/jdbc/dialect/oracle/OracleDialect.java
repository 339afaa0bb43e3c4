package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import oracle.jdbc.OracleDriver;

/** Oracle 12.1 and newer. */
public final class OracleDialect implements Dialect {
  private final Door door;

  /** Opens one connection. */
  @FunctionalInterface
  public interface Door {
    Connection open(String url, Properties properties) throws SQLException;
  }

  public OracleDialect() {
    this((url, properties) -> new OracleDriver().connect(url, properties));
  }

  /**
   * @param door in place of the driver
   */
  public OracleDialect(Door door) {
    this.door = door;
  }

  @Override
  public Access access() {
    return new OracleAccess(door);
  }

  @Override
  public Catalog catalog() {
    return new OracleCatalog();
  }

  @Override
  public TypeRules types() {
    return new OracleTypes();
  }

  @Override
  public CursorRules cursors() {
    return new OracleCursors();
  }

  @Override
  public Failures failures() {
    return new OracleFailures();
  }
}
