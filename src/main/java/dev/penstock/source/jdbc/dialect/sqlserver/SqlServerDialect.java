package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.TypeRules;

/** SQL Server, Azure SQL Database and Azure SQL Managed Instance. */
public final class SqlServerDialect implements Dialect {
  @Override
  public Access access() {
    return new SqlServerAccess();
  }

  @Override
  public Catalog catalog() {
    return new SqlServerCatalog();
  }

  @Override
  public TypeRules types() {
    return new SqlServerTypes();
  }

  @Override
  public CursorRules cursors() {
    return new SqlServerCursors();
  }

  @Override
  public Failures failures() {
    return new SqlServerFailures();
  }
}
