package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A table or view as the database has it.
 *
 * @param schema empty where the database has none
 */
public record Table(Optional<String> schema, String name) {
  public Table {
    requireNonNull(schema, "schema");
    requireNonNull(name, "name");
  }

  /** {@code schema.name}, as messages say it. */
  public String display() {
    return schema.map(s -> s + "." + name).orElse(name);
  }
}
