package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import java.util.Optional;

/**
 * A column by which rows are cut, in the order in which the database itself compares its values: of
 * two values neither of which is less, none is told from the other, so that they stay together.
 *
 * @param name as people write it
 * @param column the quoted name
 * @param placeholder for a value that is bound as text
 * @param text what turns a value into text, with {@code %s} for the value
 * @param usable the condition that a value may be a bound; empty when all but NULL may
 */
public record KeyColumn(
    String name, String column, String placeholder, String text, Optional<String> usable) {
  public KeyColumn {
    requireNonNull(name, "name");
    requireNonNull(column, "column");
    requireNonNull(placeholder, "placeholder");
    requireNonNull(text, "text");
    requireNonNull(usable, "usable");
  }

  /** One that could be a cursor. */
  public static KeyColumn of(String name, CursorSql sql) {
    return new KeyColumn(name, sql.column(), sql.placeholder(), sql.text(), sql.usable());
  }
}
