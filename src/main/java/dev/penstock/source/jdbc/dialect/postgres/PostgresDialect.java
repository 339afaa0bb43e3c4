package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.TypeRules;

/** PostgreSQL, from version 11 on. */
public final class PostgresDialect implements Dialect {
  @Override
  public Access access() {
    return new PostgresAccess();
  }

  @Override
  public Catalog catalog() {
    return new PostgresCatalog();
  }

  @Override
  public TypeRules types() {
    return new PostgresTypes();
  }

  @Override
  public CursorRules cursors() {
    return new PostgresCursors();
  }

  @Override
  public Failures failures() {
    return new PostgresFailures();
  }
}
