package dev.penstock.source.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.jdbc.dialect.mysql.MysqlDialect;
import dev.penstock.source.jdbc.dialect.postgres.PostgresDialect;
import dev.penstock.source.jdbc.dialect.sqlite.SqliteDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The type tables of the docs are those of the code; {@code -Dpenstock.docs=write} rewrites them.
 */
final class TypeTablesTest {
  private static void check(String name, String file, TypeRules types) throws IOException {
    StringBuilder page = new StringBuilder("# Types of " + name + "\n\n");
    page.append("| ").append(name).append(" | lands as | |\n| --- | --- | --- |\n");
    for (TypeRules.Row row : types.table()) {
      page.append("| ").append(row.sourceTypes()).append(" | ").append(row.lands());
      page.append(" | ").append(row.note()).append(" |\n");
    }
    page.append(
        """

        A value that its column's type cannot hold fails the job, and the message names table,
        column, row and value. `column_types` chooses another type for a column: `text`, `bigint`,
        `integer`, `smallint`, `double`, `real`, `decimal(p,s)`, `boolean`, `date`, `time`,
        `timestamp`, `timestamptz`, `json`, `binary`. Nothing is rounded to make it fit, but for
        `double` and `real`, which take the nearest number of a value with decimals.
        """);
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
  void sqlite() throws IOException {
    check("SQLite", "sqlite.md", new SqliteDialect().types());
  }
}
