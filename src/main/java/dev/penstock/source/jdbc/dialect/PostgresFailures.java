package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What SQLSTATEs of PostgreSQL mean. */
final class PostgresFailures implements Failures {
  @Override
  public Failure explain(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String words = words(error);
    return switch (state) {
      case "28P01", "28000" ->
          new Failure(
              ErrorCode.LOGIN_REFUSED,
              "the login was refused (" + words + ")",
              "Mend username and password of the source; the login is tried once only, so that no account gets locked.");
      case "3D000" -> refused(words, "Mend the setting database of the source.");
      case "42P01", "3F000", "42883" ->
          refused(words, "Check the names in query and query_filter; add the schema to a name.");
      case "42703" ->
          refused(
              words,
              "Check the column names in columns, watermark_column, query and query_filter.");
      case "42501" ->
          refused(
              words,
              "Have the database administrator GRANT SELECT on it (and USAGE on its schema) to the source's user.");
      case "57014" -> timedOut(words);
      case "25006" ->
          refused(words, "Penstock only reads; take what writes out of query and query_filter.");
      case "42601" -> refused(words, "Correct the SQL in query or query_filter.");
      case "40P01", "40001", "55P03" ->
          new Failure(
              ErrorCode.SOURCE_BUSY, words, "Run the job again; retry_count does so by itself.");
      case "57P01", "57P02", "57P05" ->
          unreachable("the server ended the connection (" + words + ")");
      case "57P03" -> new Failure(ErrorCode.SOURCE_BUSY, words, "Run the job again in a minute.");
      default -> byClass(state, words, error);
    };
  }

  private static Failure byClass(String state, String words, SQLException error) {
    if (hasCause(error, OutOfMemoryError.class)) {
      return Failures.outOfMemory();
    }
    if (words.contains("no password was provided")) {
      return new Failure(
          ErrorCode.LOGIN_REFUSED,
          "the server asks for a password and there is none",
          "Give the source a password in one of the secret stores.");
    }
    Optional<Failure> tls = PostgresTls.explain(error, words);
    if (tls.isPresent()) {
      return tls.get();
    }
    if (state.startsWith("53")) {
      return new Failure(
          ErrorCode.SOURCE_BUSY, words, "Lower jobs or parallelism, or run the job again later.");
    }
    if (state.startsWith("08") || hasCause(error, IOException.class)) {
      return unreachable(
          hasCause(error, UnknownHostException.class) ? "no such host is known" : words);
    }
    return refused(words, "Check query, query_filter and the names in this row.");
  }

  private static Failure timedOut(String words) {
    return new Failure(
        ErrorCode.SOURCE_REFUSED,
        words,
        "Raise timeout_seconds, or make the query cheaper, for example with an index on watermark_column.");
  }

  private static Failure refused(String words, String mend) {
    return new Failure(ErrorCode.SOURCE_REFUSED, words, mend);
  }

  private static Failure unreachable(String words) {
    return new Failure(
        ErrorCode.SOURCE_UNREACHABLE,
        words,
        "Check host and port, that the server runs, and that a firewall lets this machine through.");
  }

  private static boolean hasCause(Throwable error, Class<? extends Throwable> kind) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The server's own sentence where there is one; the driver adds position and place to it. */
  private static String words(SQLException error) {
    ServerErrorMessage server =
        error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    String words = server == null ? error.getMessage() : server.getMessage();
    String line =
        words == null ? "error " + error.getSQLState() : words.lines().findFirst().orElse("");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
