package dev.penstock.source.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.dialect.generic.GenericDialect;
import dev.penstock.source.jdbc.dialect.mysql.MysqlDialect;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.source.jdbc.dialect.postgres.PostgresDialect;
import dev.penstock.source.jdbc.dialect.sqlite.SqliteDialect;
import dev.penstock.source.jdbc.dialect.sqlserver.SqlServerDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The type tables of the docs are those of the code; {@code -Dpenstock.docs=write} rewrites them.
 */
final class TypeTablesTest {
  private static void check(String name, String file, TypeRules types) throws IOException {
    StringBuilder page = new StringBuilder("# Types of " + name + "\n\n");
    page.append("| ").append(name).append(" | lands as | lossless | |\n");
    page.append("| --- | --- | --- | --- |\n");
    for (TypeRules.Row row : types.table()) {
      page.append("| ").append(row.sourceTypes()).append(" | ").append(row.lands());
      page.append(" | ").append(row.fidelity().degree().word());
      page.append(" | ").append(row.fidelity().note()).append(" |\n");
    }
    page.append(
        """

        Lossless *yes*: every value lands unchanged. *Or it fails*: a value lands unchanged, or it fails the job, and the
        message names table, column, row and value. *No*: values change in the way that is said. `./run.sh plan --types`
        says the same of each column of a job.

        `column_types` chooses another type for a column: %s.
        One that could hold no value of the column is refused before anything is read. Nothing is rounded to make it fit, but for
        `double` and `real`, which take the nearest number of a value with decimals.
        """
            .formatted(
                ColumnType.words().stream()
                    .map(word -> "`" + word + "`")
                    .collect(Collectors.joining(", "))));
    Path path = Path.of("docs", "types", file);
    if ("write".equals(System.getProperty("penstock.docs"))) {
      Files.writeString(path, page);
    }
    assertThat(path).hasContent(page.toString());
  }

  @Test
  void postgresql() throws IOException {
    check("PostgreSQL", "postgresql.md", new PostgresDialect().types());
  }

  @Test
  void mysql() throws IOException {
    check("MariaDB and MySQL", "mysql.md", new MysqlDialect().types());
  }

  @Test
  void jdbc() throws IOException {
    check("JDBC", "jdbc.md", new GenericDialect().types());
  }

  @Test
  void oracle() throws IOException {
    check("Oracle", "oracle.md", new OracleDialect().types());
  }

  @Test
  void sqlserver() throws IOException {
    check("SQL Server", "sqlserver.md", new SqlServerDialect().types());
  }

  @Test
  void sqlite() throws IOException {
    check("SQLite", "sqlite.md", new SqliteDialect().types());
  }
}
