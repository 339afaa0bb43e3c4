package dev.penstock.job;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of system a job can read, with every spelling that a workbook may use. */
public enum SourceType {
  POSTGRESQL("postgresql", "postgres", "pg"),
  SQLITE("sqlite", "sqlite3"),
  SQLSERVER("sqlserver", "mssql", "sql_server", "sql server"),
  AZURE_SQL("azure_sql", "azure", "azuresql", "azure sql"),
  ORACLE("oracle"),
  MYSQL("mysql", "mariadb"),
  JDBC("jdbc"),
  REST("rest", "api", "rest_api");

  private final List<String> spellings;

  SourceType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The spelling that messages, the template workbook and the docs use. */
  public String word() {
    return spellings.get(0);
  }

  /** The type with this spelling in any letter case; empty when there is none. */
  public static Optional<SourceType> parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    for (SourceType type : values()) {
      if (type.spellings.contains(wanted)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
