package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import java.sql.SQLException;

/** What result codes of SQLite mean. */
final class SqliteFailures implements Failures {
  private static final int PRIMARY = 0xff;

  /** What the driver says, without a code, when Java has no room for a value. */
  private static final String NO_ROOM = "Out of memory";

  @Override
  public Failure explain(SQLException error) {
    String words = words(error);
    if (words.equals(NO_ROOM)) {
      return Failures.outOfMemory();
    }
    return switch (error.getErrorCode() & PRIMARY) {
      case 5, 6 ->
          new Failure(
              ErrorCode.SOURCE_BUSY,
              "another program holds the file locked",
              "Run the job again when that program has finished writing.");
      case 14 ->
          refused("the file cannot be opened", "Check the setting path and who may read the file.");
      case 26 ->
          refused("the file is not a SQLite database", "Mend the setting path of the source.");
      case 7 -> Failures.outOfMemory();
      case 11 -> refused("the file is damaged (" + words + ")", "Restore it from a backup.");
      case 8 ->
          refused(words, "Penstock only reads; take what writes out of query and query_filter.");
      default -> refused(words, "Check query, query_filter and the names in this row.");
    };
  }

  private static Failure refused(String what, String mend) {
    return new Failure(ErrorCode.SOURCE_REFUSED, what, mend);
  }

  /** The driver writes {@code [SQLITE_ERROR] SQL error or missing database (no such table: x)}. */
  private static String words(SQLException error) {
    String words = String.valueOf(error.getMessage());
    int open = words.indexOf('(');
    return open >= 0 && words.endsWith(")") ? words.substring(open + 1, words.length() - 1) : words;
  }
}
