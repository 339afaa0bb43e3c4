package dev.penstock.source.jdbc.dialect.sqlserver;

import static dev.penstock.failure.ErrorCode.LOGIN_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_BUSY;
import static dev.penstock.failure.ErrorCode.SOURCE_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_UNREACHABLE;

import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.Failures.Rule;
import java.util.List;

/**
 * Error numbers of SQL Server and Azure SQL, and SQLSTATEs for what has no number; the first that
 * is about the number counts, else the first that is about the state.
 */
final class SqlServerRules {
  private static final String AGAIN = "Run the job again; retry_count does so by itself.";
  private static final String SQL = "Correct the SQL in query or query_filter.";

  static final List<Rule> ALL =
      List.of(
          new Rule(
              List.of("18456", "18452", "18450", "18470", "18486", "18487", "18488", "28000"),
              LOGIN_REFUSED,
              "wrong password, no such login, an expired password or a locked account",
              "the login was refused (%s)",
              "Mend username and password of the source, and check that the server takes logins of this kind; the login is tried once only, so that no account gets locked."),
          new Rule(
              List.of("40615", "40914", "47073"),
              SOURCE_REFUSED,
              "the firewall of Azure SQL does not let this machine in",
              "%s",
              "Have a firewall rule made for the address of this machine, or a private endpoint."),
          new Rule(
              List.of("4060", "911", "40532"),
              SOURCE_REFUSED,
              "no such database, or the login may not open it",
              "%s",
              "Mend the setting database of the source, and have a user for the login made in that database."),
          new Rule(
              List.of("208", "2812", "4121"),
              SOURCE_REFUSED,
              "no such table or function",
              "%s",
              "Check the names in query and query_filter; add the schema to a name."),
          new Rule(
              List.of("207", "209", "4104"),
              SOURCE_REFUSED,
              "no such column",
              "%s",
              "Check the column names in columns, watermark_column, query and query_filter."),
          new Rule(
              List.of("229", "230", "262", "297", "300", "371", "916"),
              SOURCE_REFUSED,
              "a grant is missing",
              "%s",
              "Have the database administrator GRANT SELECT on it to the source's user."),
          new Rule(
              List.of("1033"),
              SOURCE_REFUSED,
              "ORDER BY in a query",
              "%s",
              "Take the ORDER BY out of query: rows are read in any order."),
          new Rule(
              List.of("102", "105", "156", "170", "8155", "8156"),
              SOURCE_REFUSED,
              "wrong SQL",
              "%s",
              SQL),
          new Rule(
              List.of(
                  "220", "232", "241", "242", "244", "245", "247", "248", "295", "8114", "8115",
                  "8134"),
              SOURCE_REFUSED,
              "a value that query or query_filter cannot convert or compute",
              "%s",
              "Correct the SQL in query or query_filter, for example with TRY_CAST, or leave such rows out."),
          new Rule(
              List.of("3906", "978", "979"),
              SOURCE_REFUSED,
              "the database is read-only, or a replica that takes no readers",
              "%s",
              "Set option_applicationintent of the source as the availability group wants it: ReadOnly or ReadWrite."),
          new Rule(
              List.of("3952", "3953"),
              SOURCE_REFUSED,
              "snapshot isolation was switched off while the job read",
              "%s",
              "Have the database administrator leave ALLOW_SNAPSHOT_ISOLATION as it is while jobs run, and run the job again."),
          new Rule(
              List.of("3960", "3961", "3966", "3967"),
              SOURCE_BUSY,
              "the rows of the snapshot are no longer kept, or the table was changed meanwhile",
              "%s",
              "Run the job again when nobody alters the table; have the database administrator look at the version store in tempdb."),
          new Rule(
              List.of("1205", "1222", "1204", "3635"),
              SOURCE_BUSY,
              "deadlock, a wait for a lock that took too long, or no locks left",
              "%s",
              AGAIN),
          new Rule(
              List.of(
                  "701", "802", "8645", "8651", "1105", "1101", "9002", "3958", "3959", "5149",
                  "40544", "40551", "40552", "40553"),
              SOURCE_BUSY,
              "no memory, disk, log or temporary space at the server",
              "%s",
              "Have the database administrator make room, or run the job again later."),
          new Rule(
              List.of(
                  "40197", "40501", "40540", "40613", "49918", "49919", "49920", "10928", "10929",
                  "10936", "40143", "40166", "42108", "42109", "4221", "615", "926", "18401",
                  "17809", "983", "988", "922", "921"),
              SOURCE_BUSY,
              "Azure SQL is busy, limits the load or moves the database; or the server is starting",
              "%s",
              "Run the job again; retry_count does so by itself. If it goes on, lower jobs and parallelism, or have a larger service tier chosen."),
          new Rule(
              List.of("HYT00", "HY008", "3617"),
              SOURCE_REFUSED,
              "timeout_seconds is over, or somebody cancelled the query",
              "%s",
              "Raise timeout_seconds, or make the query cheaper, for example with an index on watermark_column."),
          new Rule(
              List.of(
                  "596", "6005", "6006", "10053", "10054", "10060", "10061", "233", "64", "121",
                  "20"),
              SOURCE_UNREACHABLE,
              "the server is being stopped, or an administrator ended the connection",
              "the server ended the connection (%s)",
              Failures.REACH),
          Failures.NO_CONNECTION,
          Failures.ANY_OTHER);

  private SqlServerRules() {}
}
