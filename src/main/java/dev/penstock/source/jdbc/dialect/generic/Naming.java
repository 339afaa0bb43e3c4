package dev.penstock.source.jdbc.dialect.generic;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How a database writes names.
 *
 * @param quote stands on both sides of a name; empty when names cannot be quoted
 * @param escape takes the meaning from a wildcard in a pattern of names
 * @param schemasAreCatalogs whether the driver calls catalogue what others call schema
 */
record Naming(String quote, String escape, boolean schemasAreCatalogs) {
  static final Naming STANDARD = new Naming("\"", "", false);

  static Naming of(Connection connection) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    String quote = Optional.ofNullable(data.getIdentifierQuoteString()).orElse("").strip();
    String escape = Optional.ofNullable(data.getSearchStringEscape()).orElse("");
    return new Naming(quote, escape, !data.supportsSchemasInTableDefinitions());
  }

  /** A name of any characters; without quotes, only what no database takes for more than a name. */
  Optional<String> quoted(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    if (quote.isEmpty()) {
      return name.matches("[\\p{L}_][\\p{L}\\p{N}_$#]*") ? Optional.of(name) : Optional.empty();
    }
    return Optional.of(quote + name.replace(quote, quote + quote) + quote);
  }

  /** A pattern that this name alone meets, where the driver knows how to say so. */
  String pattern(String name) {
    return escape.isEmpty()
        ? name
        : name.replace(escape, escape + escape)
            .replace("_", escape + "_")
            .replace("%", escape + "%");
  }
}
