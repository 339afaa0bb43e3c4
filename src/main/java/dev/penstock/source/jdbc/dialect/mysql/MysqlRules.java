package dev.penstock.source.jdbc.dialect.mysql;

import static dev.penstock.failure.ErrorCode.LOGIN_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_BUSY;
import static dev.penstock.failure.ErrorCode.SOURCE_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_UNREACHABLE;

import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.Failures.Rule;
import java.util.List;

/**
 * Error numbers of MariaDB and MySQL, and SQLSTATEs for what has no number; the first that is about
 * the number counts, else the first that is about the state.
 */
final class MysqlRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              List.of("1045", "1698", "1130", "1820", "1862", "3118", "4151", "28*"),
              LOGIN_REFUSED,
              "wrong password, no such user from this machine, an expired password or a locked account",
              "the login was refused (%s)",
              "Mend username and password of the source, and let the user in from this machine; the login is tried once only, so that no account gets locked."),
          new Rule(
              List.of("1129"),
              SOURCE_REFUSED,
              "this machine is blocked after too many connections that broke",
              "%s",
              "Have the database administrator run FLUSH HOSTS, and find out what breaks the connections."),
          new Rule(
              List.of("1049"),
              SOURCE_REFUSED,
              "no such database",
              "%s",
              "Mend the setting database of the source."),
          new Rule(
              List.of("1146", "1305"),
              SOURCE_REFUSED,
              "no such table or function",
              "%s",
              "Check the names in query and query_filter; add the schema to a name."),
          new Rule(
              List.of("1054"),
              SOURCE_REFUSED,
              "no such column",
              "%s",
              "Check the column names in columns, watermark_column, query and query_filter."),
          new Rule(
              List.of("1044", "1142", "1143", "1227", "1370"),
              SOURCE_REFUSED,
              "a grant is missing",
              "%s",
              "Have the database administrator GRANT SELECT on it to the source's user."),
          new Rule(
              List.of("1064", "1060"),
              SOURCE_REFUSED,
              "wrong SQL",
              "%s",
              "Correct the SQL in query or query_filter."),
          new Rule(
              List.of("1792", "1290", "1836"),
              SOURCE_REFUSED,
              "something would write",
              "%s",
              "Penstock only reads; take what writes out of query and query_filter."),
          new Rule(
              List.of("1317", "1969", "3024"),
              SOURCE_REFUSED,
              "timeout_seconds is over, or somebody killed the query",
              "%s",
              "Raise timeout_seconds, or make the query cheaper, for example with an index on watermark_column."),
          new Rule(
              List.of("1205", "1213", "1412", "40*"),
              SOURCE_BUSY,
              "deadlock, a wait for a lock that took too long, or a table that was altered meanwhile",
              "%s",
              "Run the job again; retry_count does so by itself."),
          new Rule(
              List.of("1040", "1203", "1226"),
              SOURCE_BUSY,
              "too many connections, at the server or for this user",
              "%s",
              "Lower jobs or max_connections, or run the job again later."),
          new Rule(
              List.of("3", "1021", "1114", "1037", "1038", "1041"),
              SOURCE_BUSY,
              "no disk, temporary space or memory at the server",
              "%s",
              "Have the database administrator make room in tmpdir, or run the job again later."),
          new Rule(
              List.of("1053", "1927", "4031"),
              SOURCE_UNREACHABLE,
              "the server is being stopped, or an administrator ended the connection",
              "the server ended the connection (%s)",
              Failures.REACH),
          Failures.NO_CONNECTION,
          Failures.ANY_OTHER);

  private MysqlRules() {}
}
