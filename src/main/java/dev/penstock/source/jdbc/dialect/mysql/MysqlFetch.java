package dev.penstock.source.jdbc.dialect.mysql;

import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.HexWriter;
import dev.penstock.source.column.ValueWriter;
import dev.penstock.source.jdbc.column.CalledBack;
import dev.penstock.source.jdbc.column.FetchedAhead;
import dev.penstock.source.jdbc.column.FetchedAhead.Column;
import dev.penstock.source.jdbc.column.FetchedAhead.Form;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * What MariaDB's driver is asked for, column by column. That goes by what the server sends, which
 * is something else than was planned when the table has been altered meanwhile.
 */
final class MysqlFetch {
  /** The server's own number for a table that has been altered since a transaction began. */
  private static final int ALTERED = 1412;

  private MysqlFetch() {}

  static Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel)
      throws SQLException {
    ResultSetMetaData sent = result.getMetaData();
    List<Column> fetched = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      PlannedColumn column = columns.get(i);
      fetched.add(new Column(writer(column), form(sent, i + 1, column.type().kind())));
    }
    return new CalledBack(new FetchedAhead(result, fetched, cancel), cancel);
  }

  /** Bytes that are to land as anything else come as their hexadecimal digits. */
  private static ValueWriter writer(PlannedColumn column) {
    boolean bytes = column.sourceType().contains("binary") || column.sourceType().contains("blob");
    ValueWriter writer = column.type().writer();
    return bytes && column.type().kind() != Kind.BINARY ? new HexWriter(writer) : writer;
  }

  private static Form form(ResultSetMetaData sent, int index, Kind kind) throws SQLException {
    String name = sent.getColumnTypeName(index);
    return switch (sent.getColumnType(index)) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
          // Half of these are beyond a long.
          isWhole(kind) && !name.equals("BIGINT UNSIGNED") ? Form.WHOLE : Form.TEXT;
      case Types.DECIMAL, Types.NUMERIC, Types.DOUBLE, Types.DATE, Types.TIME, Types.TIMESTAMP ->
          Form.TEXT;
      case Types.REAL, Types.FLOAT ->
          // Where one is planned, its digits are asked for; as it is, it comes with six of them.
          throw new SQLException(
              "column %d is a float now, the table was altered meanwhile".formatted(index),
              "HY000",
              ALTERED);
      // That of MySQL is a type of its own.
      default -> name.equals("JSON") ? Form.TEXT : Form.BYTES;
    };
  }

  private static boolean isWhole(Kind kind) {
    return kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
  }
}
