package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a source wants said to each new connection before anything is read: statements that set the
 * session up and change nothing else.
 *
 * @param source the name of the source
 */
record SessionSql(String source, List<String> statements) {
  static final String KEY = "session_sql";

  /** How the databases say that something is set for a session. */
  private static final Pattern SETS_A_SESSION =
      Pattern.compile(
          "(?is)(SET|ALTER\\s+SESSION|PRAGMA|USE)\\s.+"
              + "|EXEC(UTE)?\\s+(sys\\.)?sp_set_session_context\\s.+"
              + "|SELECT\\s+(pg_catalog\\.)?set_config\\s*\\(.+"
              + "|CALL\\s+(sys\\.)?dbms_(session|application_info)\\..+");

  /** What MySQL and MariaDB set for everybody, or for longer than the session. */
  private static final Pattern SETS_MORE =
      Pattern.compile(
          "(?is).*(?:\\bGLOBAL\\b|\\bPERSIST(?:_ONLY)?\\b|^SET\\s+(?:PASSWORD|DEFAULT\\s+ROLE)\\b).*");

  private static final Pattern STRING = Pattern.compile("'[^']*'");

  SessionSql {
    statements = List.copyOf(statements);
  }

  static SessionSql none(String source) {
    return new SessionSql(source, List.of());
  }

  /** Takes a cell apart at its semicolons; throws IngestException(CONFIG) for what is not meant. */
  static SessionSql parse(String source, String cell) {
    List<String> statements = new ArrayList<>();
    int from = 0;
    for (int end = cell.indexOf(';'); from < cell.length(); end = cell.indexOf(';', end + 1)) {
      String piece = cell.substring(from, end < 0 ? cell.length() : end).strip();
      // A semicolon inside quotes leaves them open.
      if (end < 0 || Sql.of(piece).flaw().isEmpty()) {
        statements.add(piece);
        from = end < 0 ? cell.length() : end + 1;
      } else if (piece.isEmpty()) {
        from = end + 1;
      }
    }
    statements.removeIf(String::isEmpty);
    SessionSql all = new SessionSql(source, statements);
    for (int i = 0; i < statements.size(); i++) {
      all.check(i);
    }
    return all;
  }

  private void check(int index) {
    String statement = statements.get(index);
    String bare = STRING.matcher(statement).replaceAll("''");
    String problem =
        Sql.of(statement)
            .flaw()
            .orElseGet(
                () ->
                    SETS_A_SESSION.matcher(statement).matches()
                            && !SETS_MORE.matcher(bare).matches()
                        ? ""
                        : "sets more than this session, or something else");
    if (!problem.isEmpty()) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "source %s, %s, %s %s.\nWrite SET, ALTER SESSION, PRAGMA, USE, EXEC sp_set_session_context, SELECT set_config(...) or CALL DBMS_SESSION...., several separated by semicolons."
              .formatted(source, KEY, words(index), problem));
    }
  }

  /** Runs all in a transaction that cannot write; what they set outlives it. */
  void run(Connection connection, Function<SQLException, Failure> explain) throws SQLException {
    if (statements.isEmpty()) {
      return;
    }
    connection.setReadOnly(true);
    for (int i = 0; i < statements.size(); i++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(statements.get(i));
      } catch (SQLException e) {
        throw refused(i, explain.apply(e), e);
      }
    }
    connection.commit();
  }

  private SignInFailure refused(int index, Failure failure, SQLException error) {
    return new SignInFailure(
        new IngestException(
            failure.code(),
            "%s, %s: %s.\nCorrect %s of source %s (sheet Sources, or its place in the secret store), or have what it needs granted."
                .formatted(KEY, words(index), failure.what(), KEY, source),
            error));
  }

  /** Texts in quotes may be secrets. */
  private String words(int index) {
    return "statement %d (%s)"
        .formatted(index + 1, STRING.matcher(statements.get(index)).replaceAll("'...'"));
  }
}
