package dev.penstock.source.jdbc.dialect.generic;

import dev.penstock.source.jdbc.dialect.Catalog;
import dev.penstock.source.jdbc.dialect.Slicing;
import dev.penstock.source.jdbc.dialect.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Names as the driver's metadata has them. */
final class GenericCatalog implements Catalog {
  private static final int MOST = 10_000;

  /** Schemas of databases themselves, in lower case. */
  private static final Set<String> SYSTEM =
      Set.of("information_schema", "pg_catalog", "sys", "syscat", "sysibm", "sysstat", "system");

  private final Naming naming;

  GenericCatalog(Naming naming) {
    this.naming = naming;
  }

  @Override
  public Optional<String> quote(String name) {
    return naming.quoted(name);
  }

  /** Asks for the name in the letter cases in which databases keep unquoted names. */
  @Override
  public List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(name);
    spellings.add(name.toUpperCase(Locale.ROOT));
    spellings.add(name.toLowerCase(Locale.ROOT));
    Set<Table> found = new LinkedHashSet<>();
    for (String spelling : spellings) {
      found.addAll(tables(connection, place(connection, schema), naming.pattern(spelling)));
    }
    return found.stream().filter(table -> table.name().equalsIgnoreCase(name)).toList();
  }

  @Override
  public List<Table> all(Connection connection, Optional<String> schema) throws SQLException {
    String usual = place(connection, schema).orElse("");
    return tables(connection, Optional.empty(), "%").stream()
        .filter(table -> !SYSTEM.contains(table.schema().orElse("").toLowerCase(Locale.ROOT)))
        .sorted(
            Comparator.comparing((Table table) -> !table.schema().orElse("").equals(usual))
                .thenComparing(Table::display))
        .limit(MOST)
        .toList();
  }

  /** The schema, or what the driver calls catalogue; empty where the database has neither. */
  private Optional<String> place(Connection connection, Optional<String> schema)
      throws SQLException {
    if (schema.isPresent()) {
      return schema;
    }
    return Optional.ofNullable(
        naming.schemasAreCatalogs() ? connection.getCatalog() : connection.getSchema());
  }

  /**
   * @param schema empty means all
   */
  private List<Table> tables(Connection connection, Optional<String> schema, String pattern)
      throws SQLException {
    boolean catalogs = naming.schemasAreCatalogs();
    String catalog = catalogs ? schema.orElse(null) : connection.getCatalog();
    String schemas = catalogs ? null : schema.map(naming::pattern).orElse(null);
    Optional<String> ownTimes = Isolation.gap(connection);
    List<Table> tables = new ArrayList<>();
    try (ResultSet result = connection.getMetaData().getTables(catalog, schemas, pattern, null)) {
      while (result.next()) {
        String type = String.valueOf(result.getString("TABLE_TYPE")).toUpperCase(Locale.ROOT);
        Optional<String> owner =
            Optional.ofNullable(result.getString(catalogs ? "TABLE_CAT" : "TABLE_SCHEM"));
        boolean readable =
            !type.contains("SYSTEM") && (type.contains("TABLE") || type.contains("VIEW"));
        if (readable) {
          tables.add(new Table(owner, result.getString("TABLE_NAME"), ownTimes));
        }
      }
    }
    return tables;
  }

  /** Counting is what JDBC has, and that costs as much as reading. */
  @Override
  public OptionalLong rowsAbout(Connection connection, Table table) {
    return OptionalLong.empty();
  }

  @Override
  public Slicing slicing() {
    return new GenericSlicing(naming);
  }
}
