package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.CursorType;
import dev.penstock.source.FoundTable;
import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import dev.penstock.source.jdbc.dialect.DeclaredColumn;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the catalogue of a database, by what the driver says of it. */
final class Explorer {
  private static final Logger LOG = LoggerFactory.getLogger(Explorer.class);

  private static final short FIRST = 1;

  private final Database database;
  private final Connection connection;
  private final Catalog catalog;

  Explorer(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
    this.catalog = database.dialect().catalog();
  }

  List<FoundTable> tables(Optional<String> schema, BiPredicate<String, String> wanted)
      throws SQLException {
    List<FoundTable> found = new ArrayList<>();
    for (Table table : catalog.all(connection, schema)) {
      boolean inSchema =
          schema.isEmpty()
              || table.schema().equals(schema)
              || table.schema().equals(schema.map(catalog::unquoted));
      if (inSchema && wanted.test(table.name(), table.display())) {
        found.add(found(table));
      }
    }
    return found;
  }

  /** Of tables and views; without a schema, of those in the one where the database looks first. */
  List<String> names(Optional<String> schema) throws SQLException {
    Optional<String> asked = schema.isPresent() ? schema : usualSchema();
    List<String> names =
        catalog.all(connection, asked).stream()
            .filter(
                table -> asked.isEmpty() || table.schema().isEmpty() || isIn(table, asked.get()))
            .map(Table::name)
            .toList();
    if (names.size() >= Catalog.MOST_LISTED) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s, column table_name: %s lists %,d tables%s and may have more, so that a wildcard could miss some.\nName the tables, each in a row of its own, or log in as a user who may see those alone that are meant."
              .formatted(
                  database.where(),
                  database.address(),
                  names.size(),
                  asked.map(s -> " in schema " + s).orElse("")));
    }
    return names;
  }

  private static boolean isIn(Table table, String schema) {
    return table.schema().filter(schema::equals).isPresent();
  }

  private Optional<String> usualSchema() throws SQLException {
    boolean schemasAreCatalogs = !connection.getMetaData().supportsSchemasInTableDefinitions();
    return Optional.ofNullable(
        schemasAreCatalogs ? connection.getCatalog() : connection.getSchema());
  }

  boolean isView(Table table) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    return kind(data, place(data, table)) == FoundTable.Kind.VIEW;
  }

  /** Whether an index of the table begins with this column, in the table's spelling. */
  boolean isIndexed(Table table, String column) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    return indexed(data, place(data, table)).contains(column);
  }

  private FoundTable found(Table table) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    Place place = place(data, table);
    Set<String> indexed = indexed(data, place);
    List<FoundTable.Column> columns = columns(table, indexed);
    return new FoundTable(
        table.schema(),
        table.name(),
        kind(data, place),
        columns,
        key(data, place),
        catalog.rowsAbout(connection, table));
  }

  /** Where drivers are to look; null is their word for anywhere. */
  private record Place(
      String catalog, String schema, String schemaPattern, String name, String pattern) {}

  private Place place(DatabaseMetaData data, Table table) throws SQLException {
    String escape = Optional.ofNullable(data.getSearchStringEscape()).orElse("");
    String schema = table.schema().orElse(null);
    // Where schemas are the driver's catalogues, it says so.
    boolean schemasAreCatalogs = !data.supportsSchemasInTableDefinitions();
    return schemasAreCatalogs
        ? new Place(
            table.schema().orElse(connection.getCatalog()),
            null,
            null,
            table.name(),
            escaped(table.name(), escape))
        : new Place(
            connection.getCatalog(),
            schema,
            schema == null ? null : escaped(schema, escape),
            table.name(),
            escaped(table.name(), escape));
  }

  private static String escaped(String name, String escape) {
    return escape.isEmpty()
        ? name
        : name.replace(escape, escape + escape)
            .replace("_", escape + "_")
            .replace("%", escape + "%");
  }

  /** As a job would read them; none when the user may not. */
  private List<FoundTable.Column> columns(Table table, Set<String> indexed) throws SQLException {
    String query = "SELECT * FROM " + name(table) + " WHERE 1 = 0";
    List<FoundTable.Column> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      ResultSetMetaData data = statement.getMetaData();
      for (int i = 1; data != null && i <= data.getColumnCount(); i++) {
        columns.add(column(data, i, indexed));
      }
    } catch (SQLException e) {
      LOG.info("{}: its columns cannot be read: {}", table.display(), e.getMessage());
      // What fails may end the transaction for all that follows.
      connection.rollback();
      database.dialect().access().begin(connection, database.session());
    }
    return columns;
  }

  private String name(Table table) {
    String name = catalog.quote(table.name()).orElseThrow();
    return table.schema().flatMap(catalog::quote).map(schema -> schema + "." + name).orElse(name);
  }

  private FoundTable.Column column(ResultSetMetaData data, int at, Set<String> indexed)
      throws SQLException {
    String name = data.getColumnLabel(at);
    DeclaredColumn declared =
        new DeclaredColumn(
            name,
            data.getColumnTypeName(at),
            data.getColumnType(at),
            data.getPrecision(at),
            data.getScale(at));
    Optional<CursorType> cursor =
        catalog
            .quote(name)
            .flatMap(quoted -> database.dialect().cursors().cursor(declared, quoted))
            .map(CursorSql::type);
    boolean nullable = data.isNullable(at) != ResultSetMetaData.columnNoNulls;
    return new FoundTable.Column(
        name, declared.typeName(), cursor, nullable, indexed.contains(name));
  }

  private FoundTable.Kind kind(DatabaseMetaData data, Place place) throws SQLException {
    try (ResultSet result =
        data.getTables(place.catalog, place.schemaPattern, place.pattern, null)) {
      while (result.next()) {
        if (place.name.equals(result.getString("TABLE_NAME"))) {
          String type = String.valueOf(result.getString("TABLE_TYPE"));
          return type.contains("VIEW") ? FoundTable.Kind.VIEW : FoundTable.Kind.TABLE;
        }
      }
    }
    return FoundTable.Kind.TABLE;
  }

  private static List<String> key(DatabaseMetaData data, Place place) throws SQLException {
    TreeMap<Short, String> columns = new TreeMap<>();
    try (ResultSet result = data.getPrimaryKeys(place.catalog, place.schema, place.name)) {
      while (result.next()) {
        columns.put(result.getShort("KEY_SEQ"), result.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  /** Columns with which an index begins. */
  private static Set<String> indexed(DatabaseMetaData data, Place place) throws SQLException {
    Set<String> columns = new HashSet<>();
    try (ResultSet result =
        data.getIndexInfo(place.catalog, place.schema, place.name, false, true)) {
      while (result.next()) {
        if (result.getShort("ORDINAL_POSITION") == FIRST
            && result.getString("COLUMN_NAME") != null) {
          columns.add(unquoted(result.getString("COLUMN_NAME")));
        }
      }
    }
    columns.addAll(key(data, place).stream().limit(1).toList());
    return columns;
  }

  /** Some drivers quote here what they do not quote elsewhere. */
  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
  }
}
