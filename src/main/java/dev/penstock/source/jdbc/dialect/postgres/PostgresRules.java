package dev.penstock.source.jdbc.dialect.postgres;

import static dev.penstock.failure.ErrorCode.LOGIN_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_BUSY;
import static dev.penstock.failure.ErrorCode.SOURCE_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_UNREACHABLE;

import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.Failures.Rule;
import java.util.List;

/** SQLSTATEs of PostgreSQL; the first that is about a state counts. */
final class PostgresRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              List.of("28P01", "28000"),
              LOGIN_REFUSED,
              "wrong password, or no entry for this user",
              "the login was refused (%s)",
              "Mend username and password of the source; the login is tried once only, so that no account gets locked."),
          new Rule(
              List.of("3D000"),
              SOURCE_REFUSED,
              "no such database",
              "%s",
              "Mend the setting database of the source."),
          new Rule(
              List.of("42P01", "3F000", "42883"),
              SOURCE_REFUSED,
              "no such table, schema or function",
              "%s",
              "Check the names in query and query_filter; add the schema to a name."),
          new Rule(
              List.of("42703"),
              SOURCE_REFUSED,
              "no such column",
              "%s",
              "Check the column names in columns, watermark_column, query and query_filter."),
          new Rule(
              List.of("42501"),
              SOURCE_REFUSED,
              "a grant is missing",
              "%s",
              "Have the database administrator GRANT SELECT on it (and USAGE on its schema) to the source's user."),
          new Rule(
              List.of("42601"),
              SOURCE_REFUSED,
              "wrong SQL",
              "%s",
              "Correct the SQL in query or query_filter."),
          new Rule(
              List.of("25006"),
              SOURCE_REFUSED,
              "something would write",
              "%s",
              "Penstock only reads; take what writes out of query and query_filter."),
          new Rule(
              List.of("57014"),
              SOURCE_REFUSED,
              "timeout_seconds is over, or somebody cancelled the query",
              "%s",
              "Raise timeout_seconds, or make the query cheaper, for example with an index on watermark_column."),
          new Rule(
              List.of("40P01", "40001", "55P03"),
              SOURCE_BUSY,
              "deadlock, serialization failure, lock not available",
              "%s",
              "Run the job again; retry_count does so by itself."),
          new Rule(
              List.of("57P03"),
              SOURCE_BUSY,
              "the server is starting up or shutting down",
              "%s",
              "Run the job again in a minute."),
          new Rule(
              List.of("53400"),
              SOURCE_REFUSED,
              "the query needs more temporary space than temp_file_limit allows",
              "%s",
              "Have the database administrator raise temp_file_limit for the source's user, or make the query cheaper: sort and join less."),
          new Rule(
              List.of("53100"),
              SOURCE_BUSY,
              "no disk at the server",
              "%s",
              "Have the database administrator make room, or run the job again later."),
          new Rule(
              List.of("53*"),
              SOURCE_BUSY,
              "too many connections or no memory at the server",
              "%s",
              "Lower jobs or parallelism, or run the job again later."),
          new Rule(
              List.of("57P01", "57P02", "57P05"),
              SOURCE_UNREACHABLE,
              "the server was stopped or crashed, or an administrator ended the connection",
              "the server ended the connection (%s)",
              Failures.REACH),
          Failures.NO_CONNECTION,
          Failures.ANY_OTHER);

  private PostgresRules() {}
}
