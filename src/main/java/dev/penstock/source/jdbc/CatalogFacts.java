package dev.penstock.source.jdbc;

import dev.penstock.job.Cursor;
import dev.penstock.source.Catalogued.Facts;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the catalogue of a database tells of a table that is read. */
record CatalogFacts(Database database, Connection connection, Selection selection) {
  /** Smaller tables are read whole about as fast as through an index. */
  private static final long ROWS_WORTH_AN_INDEX = 10_000;

  Facts of(Optional<Cursor> cursor) throws SQLException {
    if (selection.table().isEmpty()) {
      return Facts.NONE;
    }
    Table table = selection.table().get();
    OptionalLong rows = database.dialect().catalog().rowsAbout(connection, table);
    boolean large = rows.orElse(0) >= ROWS_WORTH_AN_INDEX;
    return new Facts(rows, cursor.isPresent() && large ? advice(table, cursor.get()) : List.of());
  }

  private List<String> advice(Table table, Cursor cursor) throws SQLException {
    String column = selection.columnName(cursor.column());
    Explorer explorer = new Explorer(database, connection);
    if (explorer.isView(table) || explorer.isIndexed(table, column)) {
      return List.of();
    }
    return List.of(
        "no index of %s begins with %s, so finding new rows reads all of it each time. Ask its owner for: CREATE INDEX ON %s (%s)"
            .formatted(
                table.display(),
                column,
                selection.from(),
                database.dialect().catalog().quote(column).orElse(column)));
  }
}
