package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules;
import dev.penstock.source.jdbc.dialect.Dialect;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.TypeRules;
import java.sql.Connection;
import java.sql.SQLException;

/** Any database, as far as its driver tells what it can do. */
public final class GenericDialect implements Dialect {
  private final Naming naming;
  private final Moments moments;
  private final UnderWay underWay;

  /** Before there is a connection. */
  public GenericDialect() {
    this(Naming.STANDARD, Moments.BY_DRIVER, new UnderWay());
  }

  private GenericDialect(Naming naming, Moments moments, UnderWay underWay) {
    this.naming = naming;
    this.moments = moments;
    this.underWay = underWay;
  }

  @Override
  public Dialect spokenOn(Connection connection) throws SQLException {
    return new GenericDialect(Naming.of(connection), Moments.of(connection), underWay);
  }

  @Override
  public Access access() {
    return new GenericAccess(underWay);
  }

  @Override
  public Catalog catalog() {
    return new GenericCatalog(naming);
  }

  @Override
  public TypeRules types() {
    return new GenericTypes(moments);
  }

  @Override
  public CursorRules cursors() {
    return new GenericCursors(moments);
  }

  @Override
  public Failures failures() {
    return new GenericFailures();
  }
}
