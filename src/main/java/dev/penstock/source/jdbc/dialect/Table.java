package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A table or view as the database has it.
 *
 * @param schema empty where the database has none
 * @param ownTimes why each statement of a transaction may see other rows of it, as half a sentence;
 *     empty when all see the same
 */
public record Table(Optional<String> schema, String name, Optional<String> ownTimes) {
  public Table {
    requireNonNull(schema, "schema");
    requireNonNull(name, "name");
    requireNonNull(ownTimes, "ownTimes");
  }

  /** One of which all statements of a transaction see the same rows. */
  public Table(Optional<String> schema, String name) {
    this(schema, name, Optional.empty());
  }

  /** {@code schema.name}, as messages say it. */
  public String display() {
    return schema.map(s -> s + "." + name).orElse(name);
  }
}
