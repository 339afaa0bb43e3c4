package dev.penstock.source.jdbc.dialect.sqlite;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.Failures;
import java.sql.SQLException;
import java.util.List;

/** What result codes of SQLite mean. */
final class SqliteFailures implements Failures {
  private static final int PRIMARY = 0xff;

  /** What the driver says, without a code, when Java has no room for a value. */
  private static final String NO_ROOM = "Out of memory";

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("5", "6"),
              ErrorCode.SOURCE_BUSY,
              "busy or locked",
              "another program holds the file locked",
              "Run the job again when that program has finished writing."),
          refused(
              "14",
              "cannot open",
              "the file cannot be opened",
              "Check the setting path and who may read the file."),
          refused(
              "26",
              "not a database",
              "the file is not a SQLite database",
              "Mend the setting path of the source."),
          outOfMemory(),
          refused("11", "corrupt", "the file is damaged (%s)", "Restore it from a backup."),
          refused(
              "8",
              "read-only",
              "%s",
              "Penstock only reads; take what writes out of query and query_filter."),
          refused("*", "any other", "%s", "Check query, query_filter and the names in this row."));

  @Override
  public List<Rule> rules() {
    return RULES;
  }

  @Override
  public Failure explain(SQLException error) {
    if (words(error).equals(NO_ROOM)) {
      return Failures.outOfMemory();
    }
    String code = Integer.toString(error.getErrorCode() & PRIMARY);
    return RULES.stream()
        .filter(rule -> rule.isOf(code))
        .findFirst()
        .orElseThrow()
        .failure(words(error));
  }

  private static Rule outOfMemory() {
    Failure failure = Failures.outOfMemory();
    return new Rule(List.of("7"), failure.code(), "no memory", failure.what(), failure.mend());
  }

  private static Rule refused(String code, String meaning, String what, String mend) {
    return new Rule(List.of(code), ErrorCode.SOURCE_REFUSED, meaning, what, mend);
  }

  /** The driver writes {@code [SQLITE_ERROR] SQL error or missing database (no such table: x)}. */
  private static String words(SQLException error) {
    String words = String.valueOf(error.getMessage());
    int open = words.indexOf('(');
    return open >= 0 && words.endsWith(")") ? words.substring(open + 1, words.length() - 1) : words;
  }
}
