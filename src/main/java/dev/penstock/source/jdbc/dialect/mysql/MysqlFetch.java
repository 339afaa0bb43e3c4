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
import java.util.List;
import java.util.regex.Pattern;

/** What MariaDB's driver is asked for, column by column. */
final class MysqlFetch {
  /** All that a long holds. */
  private static final Pattern WHOLE =
      Pattern.compile("bigint|(?:tinyint|smallint|mediumint|int)(?:\\(1\\))?(?: unsigned)?");

  /** Of these the driver gives a text, but no bytes. The json of MySQL is a type of its own. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:tinyint|smallint|mediumint|int|bigint|decimal|double|date|time|json)\\b.*");

  private MysqlFetch() {}

  static Rows rows(ResultSet result, List<PlannedColumn> columns, Rows.Cancel cancel) {
    List<Column> fetched = columns.stream().map(MysqlFetch::column).toList();
    return new CalledBack(new FetchedAhead(result, fetched, cancel), cancel);
  }

  private static Column column(PlannedColumn column) {
    return new Column(writer(column), form(column));
  }

  /** Bytes that are to land as anything else come as their hexadecimal digits. */
  private static ValueWriter writer(PlannedColumn column) {
    boolean bytes = column.sourceType().contains("binary") || column.sourceType().contains("blob");
    ValueWriter writer = column.type().writer();
    return bytes && column.type().kind() != Kind.BINARY ? new HexWriter(writer) : writer;
  }

  private static Form form(PlannedColumn column) {
    if (!column.expression().equals(MysqlTypes.AS_IS)) {
      return Form.BYTES;
    }
    if (WHOLE.matcher(column.sourceType()).matches() && isWhole(column.type().kind())) {
      return Form.WHOLE;
    }
    return TEXT.matcher(column.sourceType()).matches() ? Form.TEXT : Form.BYTES;
  }

  private static boolean isWhole(Kind kind) {
    return kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
  }
}
