package dev.penstock.testing.tds;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one statement of a client and sends what comes of it. */
final class Batch {
  private static final Pattern FORMAT =
      Pattern.compile("(?is)\\s*set fmtonly on (.*)\\nset fmtonly off\\s*");
  private static final Pattern IMPLICIT =
      Pattern.compile("(?is)\\s*set implicit_transactions (on|off)\\s*");
  private static final Pattern END =
      Pattern.compile("(?is)\\s*IF @@TRANCOUNT > 0 (COMMIT|ROLLBACK) TRAN\\s*");
  private static final Pattern ISOLATION =
      Pattern.compile("(?is)\\s*SET TRANSACTION ISOLATION LEVEL (.*?)\\s*");
  private static final Pattern LOW =
      Pattern.compile(
          "(?is)\\s*DECLARE @low varbinary\\(128\\) = MIN_ACTIVE_ROWVERSION\\(\\) \\+ 0x([0-9A-F]*) SET CONTEXT_INFO @low\\s*");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?is)\\s*SET (NOCOUNT|QUOTED_IDENTIFIER|XACT_ABORT|DATEFORMAT|LANGUAGE)\\b.*");
  private static final Pattern ALIAS =
      Pattern.compile("(?is)\\s*CREATE TYPE dbo\\.(\\w+) FROM (.*?)\\s*");
  private static final Pattern SNAPSHOTS =
      Pattern.compile("(?is)\\s*ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION (ON|OFF)\\s*");
  private static final Pattern PROCEDURE =
      Pattern.compile("(?is)\\s*EXEC(?:UTE)?\\s+(sp_\\w+)\\s+(@\\w+(?:\\s*,\\s*@\\w+)*)\\s*;?\\s*");
  private static final Pattern KILL = Pattern.compile("(?is)\\s*KILL (\\d+)\\s*");

  private final Session session;
  private final Wire.Response response;
  private final int done;

  Batch(Session session, Wire.Response response, int done) {
    this.session = session;
    this.response = response;
    this.done = done;
  }

  /** False when it failed; what is wrong has then been sent. */
  boolean run(String sql, Map<String, Parameters.Parameter> values) throws IOException {
    try {
      session.server().heard(session, sql, values);
      if (!isSetting(sql)) {
        Matcher format = FORMAT.matcher(sql);
        if (format.matches()) {
          describe(format.group(1));
        } else if (PROCEDURE.matcher(sql).matches()) {
          return call(sql, values);
        } else if (!isOfTheServer(sql)) {
          session.begin();
          execute(sql, values);
        }
      }
      return true;
    } catch (SQLException e) {
      return session.isStopped() ? stopped() : fail(SqlError.of(e));
    } catch (Refused e) {
      return fail(e.error);
    } finally {
      session.running(null);
      session.autoCommitted();
    }
  }

  private boolean call(String sql, Map<String, Parameters.Parameter> values) throws IOException {
    Matcher procedure = PROCEDURE.matcher(sql);
    procedure.matches();
    List<Parameters.Parameter> given = new ArrayList<>();
    for (String name : procedure.group(2).split(",", -1)) {
      given.add(values.get(name.strip()));
    }
    return new Procedures(session, response).call(new Parameters(procedure.group(1), given));
  }

  /** The server says no. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SqlError error;

    Refused(SqlError error) {
      super(error.text());
      this.error = error;
    }
  }

  private boolean stopped() throws IOException {
    response.write(Tokens.done(done, Tokens.FAILED, 0));
    return true;
  }

  private boolean fail(SqlError error) throws IOException {
    response.write(Tokens.error(error));
    response.write(Tokens.done(done, Tokens.FAILED, 0));
    if (error.level() >= SqlError.FATAL) {
      response.end();
      session.kill();
    }
    return false;
  }

  private boolean isSetting(String sql) throws SQLException, IOException {
    Matcher implicit = IMPLICIT.matcher(sql);
    Matcher end = END.matcher(sql);
    Matcher isolation = ISOLATION.matcher(sql);
    Matcher low = LOW.matcher(sql);
    if (implicit.matches()) {
      session.implicit(implicit.group(1).equalsIgnoreCase("on"));
    } else if (end.matches()) {
      session.end(end.group(1));
    } else if (isolation.matches()) {
      onH2("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL " + isolation.group(1));
    } else if (low.matches()) {
      byte[] name = java.util.HexFormat.of().parseHex(low.group(1));
      byte[] version = Functions.minActiveRowversion(session.h2());
      session.context(new Bytes().all(version).all(name).bytes());
    } else if (sql.matches("(?is)\\s*SET LOCK_TIMEOUT \\d+\\s*")) {
      onH2(sql);
    } else if (!OPTION.matcher(sql).matches()) {
      return false;
    }
    response.write(Tokens.done(done, 0, 0));
    return true;
  }

  private boolean isOfTheServer(String sql) throws IOException {
    Matcher alias = ALIAS.matcher(sql);
    Matcher snapshots = SNAPSHOTS.matcher(sql);
    Matcher kill = KILL.matcher(sql);
    if (alias.matches()) {
      session.server().aliases().put(alias.group(1), SqlType.parse(alias.group(2)));
    } else if (snapshots.matches()) {
      session.server().allowSnapshots(snapshots.group(1).equalsIgnoreCase("on"));
    } else if (kill.matches()) {
      session.server().kill(Integer.parseInt(kill.group(1)));
    } else {
      return false;
    }
    response.write(Tokens.done(done, 0, 0));
    return true;
  }

  private void onH2(String sql) throws SQLException {
    try (Statement statement = session.h2().createStatement()) {
      statement.execute(sql);
    }
  }

  private void describe(String sql) throws SQLException, IOException {
    try (PreparedStatement statement =
        session.h2().prepareStatement(TransactSql.translate(sql).sql())) {
      ResultSetMetaData data = statement.getMetaData();
      if (data != null) {
        columns(data);
      }
      response.write(Tokens.done(done, Tokens.COUNTED, 0));
    }
  }

  private void execute(String sql, Map<String, Parameters.Parameter> values)
      throws SQLException, IOException {
    Optional<List<String>> table = NewTable.statements(sql, session.server().aliases());
    if (table.isPresent()) {
      for (String statement : table.get()) {
        onH2(statement);
      }
      response.write(Tokens.done(done, 0, 0));
      return;
    }
    TransactSql.Translated translated = TransactSql.translate(sql);
    try (PreparedStatement statement = session.h2().prepareStatement(translated.sql())) {
      session.running(statement);
      for (int i = 0; i < translated.variables().size(); i++) {
        statement.setObject(i + 1, values.get(translated.variables().get(i)).value());
      }
      if (statement.execute()) {
        try (ResultSet result = statement.getResultSet()) {
          rows(result);
        }
      } else {
        response.write(Tokens.done(done, Tokens.COUNTED, statement.getUpdateCount()));
      }
    }
  }

  /** Sends all rows of a result. */
  void rows(ResultSet result) throws SQLException, IOException {
    List<SqlType> types = columns(result.getMetaData());
    long rows = 0;
    while (!session.isStopped() && result.next()) {
      session.server().beforeRow(session, rows);
      row(result, types);
      rows++;
    }
    response.write(Tokens.done(done, Tokens.COUNTED, rows));
  }

  /** Where values are missing, a row says so once for all of its columns. */
  private void row(ResultSet result, List<SqlType> types) throws SQLException, IOException {
    byte[] nulls = new byte[(types.size() + 7) / 8];
    boolean any = false;
    for (int i = 0; i < types.size(); i++) {
      if (result.getObject(i + 1) == null) {
        nulls[i / 8] |= (byte) (1 << (i % 8));
        any = true;
      }
    }
    Bytes row = new Bytes().one(any ? 0xD2 : 0xD1);
    if (any) {
      row.all(nulls);
    }
    response.write(row.bytes());
    for (int i = 0; i < types.size(); i++) {
      if ((nulls[i / 8] & 1 << (i % 8)) == 0) {
        value(result, i + 1, types.get(i));
      }
    }
  }

  private void value(ResultSet result, int column, SqlType type) throws SQLException, IOException {
    Optional<LargeValue> large = LargeValue.of(result.getObject(column), type);
    if (large.isPresent()) {
      large.get().send(response);
    } else {
      response.write(Values.of(result, column, type));
    }
  }

  private List<SqlType> columns(ResultSetMetaData data) throws SQLException, IOException {
    List<SqlType> types = new ArrayList<>();
    Bytes bytes = new Bytes().one(0x81).two(data.getColumnCount());
    for (int i = 1; i <= data.getColumnCount(); i++) {
      SqlType type = session.server().type(data, i);
      types.add(type);
      bytes.all(TypeInfo.column(data.getColumnLabel(i), type, data.isNullable(i)));
    }
    response.write(bytes.bytes());
    return types;
  }
}
