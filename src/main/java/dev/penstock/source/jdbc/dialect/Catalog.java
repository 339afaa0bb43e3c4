package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Names of one kind of database. */
public interface Catalog {
  /** {@link #all} lists no more than so many. */
  int MOST_LISTED = 10_000;

  /** Quotes a name of any characters; empty when the database cannot have such a name. */
  Optional<String> quote(String name);

  /** How the database takes a name that nobody quotes, where it then spells it otherwise. */
  default String unquoted(String name) {
    return name;
  }

  /**
   * Tables and views whose name differs at most in letter case, in the order in which the database
   * would look for them.
   *
   * @param schema empty means those where the database looks by default
   */
  List<Table> matching(Connection connection, Optional<String> schema, String name)
      throws SQLException;

  /**
   * All tables and views that could be meant, those of the schema first; the partitions of a table
   * are not among them.
   */
  List<Table> all(Connection connection, Optional<String> schema) throws SQLException;

  /**
   * About how many rows a table has, by what the database knows without counting; empty when it
   * does not know.
   */
  OptionalLong rowsAbout(Connection connection, Table table) throws SQLException;

  /**
   * Why each statement of a transaction may see other rows, whatever the table, as half a sentence;
   * empty when all see the same.
   */
  default Optional<String> ownTimes(Connection connection) throws SQLException {
    return Optional.empty();
  }

  /** Why a text cannot stand inside a statement of this database; empty when it can. */
  default Optional<String> flaw(Sql sql) {
    return sql.flaw();
  }

  /** A text without a flaw as the driver wants it inside a statement. */
  default String embedded(Sql sql) {
    return sql.text();
  }

  /** How tables are cut into pieces. */
  Slicing slicing();
}
