package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.CatalogQuery;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Names in Oracle, which keeps those that nobody quotes in upper case. */
final class OracleCatalog implements Catalog {
  private static final int MAX_NAME_BYTES = 128;

  private static final String MATCHING =
      """
      SELECT owner, object_name FROM all_objects
      WHERE object_type IN ('TABLE', 'VIEW')
      AND UPPER(owner) = UPPER(NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')))
      AND UPPER(object_name) = UPPER(?)
      ORDER BY 1, 2
      """;

  /** Users that come with the database, in which nobody has rows of their own. */
  private static final String ALL =
      """
      SELECT * FROM (
      SELECT owner, object_name FROM all_objects
      WHERE object_type IN ('TABLE', 'VIEW') AND object_name NOT LIKE 'BIN$%'
      AND owner NOT IN (SELECT username FROM all_users WHERE oracle_maintained = 'Y')
      ORDER BY CASE owner WHEN NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) THEN 0 ELSE 1 END, 1, 2
      ) WHERE ROWNUM <= 10000
      """;

  private static final String ROWS =
      """
      SELECT num_rows FROM all_tab_statistics
      WHERE owner = ? AND table_name = ? AND object_type = 'TABLE'
      """;

  @Override
  public Optional<String> quote(String name) {
    boolean possible =
        !name.isEmpty()
            && name.indexOf('\0') < 0
            && name.indexOf('"') < 0
            && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    return possible ? Optional.of('"' + name + '"') : Optional.empty();
  }

  @Override
  public String unquoted(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  /** Of schemas that differ in letter case only, the one that is spelled so, else the usual. */
  @Override
  public List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException {
    List<Table> found;
    try (PreparedStatement statement = connection.prepareStatement(MATCHING)) {
      statement.setString(1, schema.orElse(null));
      statement.setString(2, name);
      found = tables(statement);
    }
    for (Optional<String> owner : List.of(schema, schema.map(this::unquoted))) {
      List<Table> exact =
          found.stream()
              .filter(table -> owner.isPresent() && table.schema().equals(owner))
              .toList();
      if (!exact.isEmpty()) {
        return exact;
      }
    }
    return found;
  }

  @Override
  public List<Table> all(Connection connection, Optional<String> schema) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      statement.setString(1, schema.map(this::unquoted).orElse(null));
      return tables(statement);
    }
  }

  private static List<Table> tables(PreparedStatement statement) throws SQLException {
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        tables.add(new Table(Optional.of(result.getString(1)), result.getString(2)));
      }
    }
    return tables;
  }

  /** As of the day on which statistics were last gathered. */
  @Override
  public OptionalLong rowsAbout(Connection connection, Table table) throws SQLException {
    return CatalogQuery.number(connection, ROWS, table.schema().orElseThrow(), table.name());
  }

  @Override
  public Slicing slicing() {
    return new OracleSlicing();
  }
}
