package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.TypeRules;

/** MariaDB and MySQL, which speak the same protocol and nearly the same SQL. */
public final class MysqlDialect implements Dialect {
  @Override
  public Access access() {
    return new MysqlAccess();
  }

  @Override
  public Catalog catalog() {
    return new MysqlCatalog();
  }

  @Override
  public TypeRules types() {
    return new MysqlTypes();
  }

  @Override
  public CursorRules cursors() {
    return new MysqlCursors();
  }

  @Override
  public Failures failures() {
    return new MysqlFailures();
  }
}
