package dev.penstock.source.jdbc.dialect.oracle;

import static dev.penstock.failure.ErrorCode.LOGIN_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_BUSY;
import static dev.penstock.failure.ErrorCode.SOURCE_REFUSED;
import static dev.penstock.failure.ErrorCode.SOURCE_UNREACHABLE;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.Failures;
import dev.penstock.source.jdbc.dialect.Failures.Rule;
import java.util.Arrays;
import java.util.List;

/** Error numbers of Oracle, of its network (12xxx) and of its driver (17xxx). */
final class OracleRules {
  static final List<Rule> ALL =
      List.of(
          rule(
              "1017 1005 1045",
              LOGIN_REFUSED,
              "wrong user name or password, or no right to log in",
              "the login was refused (%s)",
              "Mend username and password of the source, and have CREATE SESSION granted; the login is tried once only, so that no account gets locked."),
          rule(
              "28000",
              LOGIN_REFUSED,
              "the account is locked",
              "the login was refused (%s)",
              "Have the database administrator run ALTER USER ... ACCOUNT UNLOCK, and find out who tried wrong passwords."),
          rule(
              "28001 988",
              LOGIN_REFUSED,
              "the password has expired",
              "the login was refused (%s)",
              "Have the database administrator set a new password, and put it into the secret store."),
          rule(
              "12514 12505 12504",
              SOURCE_REFUSED,
              "the listener does not know the service or SID",
              "%s",
              "Mend service_name or sid of the source; lsnrctl services at the server lists the names. After a start of the database they take a minute to appear."),
          rule(
              "12154 12533 17868 17957 17999",
              SOURCE_REFUSED,
              "no such TNS alias, or a wrong connect descriptor or host",
              "%s",
              "Mend tns_alias, tns_admin, host or url of the source; tns_admin is the folder of tnsnames.ora."),
          rule(
              "28040 12650 12660 28759 17965",
              SOURCE_REFUSED,
              "client and server agree on no login, no encryption or no wallet",
              "%s",
              "Have the database administrator compare sqlnet.ora with the options of the source; a wallet is the folder with cwallet.sso or ewallet.p12."),
          rule(
              "12541 12545 12170 12543 12535 12560 17002 17820 17850 17800 17410 17008 17829",
              SOURCE_UNREACHABLE,
              "no listener answers there, or the connection broke",
              "%s",
              Failures.REACH),
          rule(
              "3113 3114 3135 2396 12537 12547 12570 12571 28 31 1012 1041 25408",
              SOURCE_UNREACHABLE,
              "the connection was ended: by the server, an administrator, an idle limit or something on the way",
              "the server ended the connection (%s)",
              "Run the job again; retry_count does so by itself. If it happens each time, look for IDLE_TIME in the user's profile and for a firewall that ends quiet connections."),
          rule(
              "1033 1034 1089 1090 12528 12526 27101",
              SOURCE_UNREACHABLE,
              "the database is starting or being shut down",
              "%s",
              "Run the job again when the database is open."),
          rule(
              "18 20 2391 12516 12518 12519 12520",
              SOURCE_BUSY,
              "too many sessions, at the server or for this user",
              "%s",
              "Lower jobs or max_connections, or run the job again later."),
          rule(
              "1555 22924",
              SOURCE_BUSY,
              "snapshot too old: the server no longer has the rows as they were when the job began",
              "%s",
              "Have the database administrator raise UNDO_RETENTION above the time the job takes; or read less at once, with more parallelism, a query_filter or load_type INCREMENTAL."),
          rule(
              "1466 8176 8180 8181",
              SOURCE_BUSY,
              "the table was created, altered or truncated while it was read",
              "%s",
              "Run the job again; retry_count does so by itself."),
          rule(
              "1652 1653 1654 1536 4030 4031 4036",
              SOURCE_BUSY,
              "no temporary space or memory at the server",
              "%s",
              "Have the database administrator make room in TEMP, or run the job again later; a query that sorts less needs less."),
          rule(
              "60 54 30006 4020 4021 8177",
              SOURCE_BUSY,
              "deadlock, or a wait for a lock that took too long",
              "%s",
              "Run the job again; retry_count does so by itself."),
          rule(
              "4061 4065 4068",
              SOURCE_BUSY,
              "a package that the query uses was compiled anew",
              "%s",
              "Run the job again; retry_count does so by itself."),
          rule(
              "1013 2395 40 30",
              SOURCE_REFUSED,
              "timeout_seconds or a limit of the user's profile is over, or somebody ended the query",
              "%s",
              "Raise timeout_seconds, or make the query cheaper, for example with an index on watermark_column."),
          rule(
              "942 4043 6550 6553 1031 1720 990",
              SOURCE_REFUSED,
              "no such table or function, or a grant is missing",
              "%s",
              "Check the names in this row, and have the database administrator GRANT SELECT on it to the source's user; Oracle says of a table without grant that it does not exist."),
          rule(
              "904 918",
              SOURCE_REFUSED,
              "no such column",
              "%s",
              "Check the column names in columns, watermark_column, query and query_filter; a name in lower case must be quoted in SQL."),
          rule(
              "1456 8182 8183",
              SOURCE_REFUSED,
              "something would write",
              "%s",
              "Penstock only reads; take what writes out of query and query_filter."),
          rule(
              "900 903 905 906 907 909 911 917 920 923 933 936 972 979 1722 1858 1861",
              SOURCE_REFUSED,
              "wrong SQL",
              "%s",
              "Correct the SQL in query or query_filter."),
          Failures.ANY_OTHER);

  private OracleRules() {}

  /**
   * @param numbers with blanks between them
   */
  private static Rule rule(
      String numbers, ErrorCode code, String meaning, String what, String mend) {
    List<String> codes =
        Arrays.stream(numbers.split(" "))
            .map(number -> "ORA-%05d".formatted(Integer.parseInt(number)))
            .toList();
    return new Rule(codes, code, meaning, what, mend);
  }
}
