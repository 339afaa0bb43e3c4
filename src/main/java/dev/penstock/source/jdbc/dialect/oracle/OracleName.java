package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.Table;
import java.util.List;
import java.util.stream.Collectors;

/** What a table and its partitions are called in SQL. */
record OracleName(OracleCatalog catalog, Table table) {
  @Override
  public String toString() {
    return quoted(table.schema().orElseThrow()) + "." + quoted(table.name());
  }

  /** Some partitions under the name of the table, as a filter may name it. */
  String partitions(List<String> names) {
    String from =
        names.size() == 1
            ? one(names.get(0))
            : names.stream()
                .map(name -> "SELECT * FROM " + one(name))
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    return from + " " + quoted(table.name());
  }

  private String one(String partition) {
    return this + " PARTITION (" + quoted(partition) + ")";
  }

  private String quoted(String name) {
    return catalog.quote(name).orElseThrow();
  }
}
