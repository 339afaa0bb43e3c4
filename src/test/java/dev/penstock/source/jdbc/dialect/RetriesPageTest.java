package dev.penstock.source.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.ErrorCode.Retry;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.source.jdbc.dialect.Failures.Rule;
import dev.penstock.source.jdbc.dialect.generic.GenericDialect;
import dev.penstock.source.jdbc.dialect.mysql.MysqlDialect;
import dev.penstock.source.jdbc.dialect.oracle.OracleDialect;
import dev.penstock.source.jdbc.dialect.postgres.PostgresDialect;
import dev.penstock.source.jdbc.dialect.sqlite.SqliteDialect;
import dev.penstock.source.jdbc.dialect.sqlserver.SqlServerDialect;
import dev.penstock.workbook.Regenerated;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tables of docs/retries.md are those of the code. */
final class RetriesPageTest {
  private static final Path PAGE = Path.of("docs/retries.md");

  @Test
  void thePageListsTheKindsOfFailure() throws IOException {
    StringBuilder table = new StringBuilder("| Kind | Tried again |\n| --- | --- |\n");
    for (ErrorCode code : ErrorCode.values()) {
      table.append("| `%s` | %s |\n".formatted(code, again(code)));
    }
    Regenerated.check(PAGE, "kinds", table.toString());
  }

  @Test
  void thePageListsWhatDatabasesSay() throws IOException {
    Regenerated.check(PAGE, "postgresql", table(new PostgresDialect(), "SQLSTATE"));
    Regenerated.check(PAGE, "mysql", table(new MysqlDialect(), "Error number or SQLSTATE"));
    Regenerated.check(PAGE, "oracle", table(new OracleDialect(), "Error number"));
    Regenerated.check(PAGE, "jdbc", table(new GenericDialect(), "SQLSTATE"));
    Regenerated.check(PAGE, "sqlserver", table(new SqlServerDialect(), "Error number or SQLSTATE"));
    Regenerated.check(PAGE, "sqlite", table(new SqliteDialect(), "Result code"));
  }

  @Test
  void thePageListsTheStatusesOfHttp() throws IOException {
    String statuses =
        IntStream.range(100, 600)
            .filter(RetryPolicy::mayPass)
            .mapToObj(status -> "`" + status + "`")
            .collect(Collectors.joining(", "));
    Regenerated.check(PAGE, "statuses", statuses + "\n");
  }

  @Test
  void eachCodeOfATableIsExplainedByItsRow() {
    for (Dialect dialect :
        List.of(
            new PostgresDialect(),
            new SqliteDialect(),
            new MysqlDialect(),
            new GenericDialect(),
            new OracleDialect(),
            new SqlServerDialect())) {
      for (Rule rule : dialect.failures().rules()) {
        for (String code : rule.codes()) {
          SQLException error = error(dialect, code.replace("*", "000"));
          assertThat(dialect.failures().explain(error)).as(code).isEqualTo(rule.failure("words"));
        }
      }
    }
  }

  /** States have five characters; what is shorter is a number. */
  private static SQLException error(Dialect dialect, String code) {
    if (code.startsWith("ORA-")) {
      return new SQLException("words", "", Integer.parseInt(code.substring("ORA-".length())));
    }
    boolean number =
        dialect instanceof SqliteDialect
            || (dialect instanceof SqlServerDialect
                && code.matches("[1-9]\\d*")
                && !code.equals("28000"))
            || (dialect instanceof MysqlDialect && code.matches("[1-9]\\d{3}|3"));
    return number
        ? new SQLException("words", "", Integer.parseInt(code))
        : new SQLException("words", code);
  }

  private static String table(Dialect dialect, String heading) {
    StringBuilder table =
        new StringBuilder(
            "| %s | Means | Kind | Tried again |\n| --- | --- | --- | --- |\n".formatted(heading));
    for (Rule rule : dialect.failures().rules()) {
      table.append(
          "| %s | %s | `%s` | %s |\n"
              .formatted(
                  rule.codes().stream()
                      .map(code -> "`" + code + "`")
                      .collect(Collectors.joining(", ")),
                  rule.meaning(),
                  rule.code(),
                  again(rule.code())));
    }
    return table.toString();
  }

  private static String again(ErrorCode code) {
    return code.retry() == Retry.MAY_HELP ? "yes" : "no";
  }
}
