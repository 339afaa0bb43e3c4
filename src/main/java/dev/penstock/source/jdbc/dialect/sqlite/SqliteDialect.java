package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.TypeRules;

/** SQLite, a database in one file. */
public final class SqliteDialect implements Dialect {
  @Override
  public Access access() {
    return new SqliteAccess();
  }

  @Override
  public Catalog catalog() {
    return new SqliteCatalog();
  }

  @Override
  public TypeRules types() {
    return new SqliteTypes();
  }

  @Override
  public CursorRules cursors() {
    return new SqliteCursors();
  }

  @Override
  public Failures failures() {
    return new SqliteFailures();
  }
}
