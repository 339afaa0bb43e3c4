package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Connections of one kind of database. */
public interface Access extends Transactions {
  /** The keys of the settings without which no connection can be tried. */
  List<String> requiredKeys();

  /**
   * The same where some settings stand in for others.
   *
   * @param given the settings that there are
   */
  default List<String> requiredKeys(Given given) {
    return requiredKeys();
  }

  /** The settings of a source, by their names in lower case. */
  interface Given {
    Optional<String> setting(String key);

    /** Of the driver; without {@code option_} before its name. */
    Optional<String> option(String name);
  }

  /**
   * Throws IngestException(CONFIG) for settings with which no connection can be tried. Reaches
   * nothing.
   */
  default void check(ConnectionSettings settings) {}

  /** Settings that only this kind of database has, beside those of every connection. */
  default List<String> ownKeys() {
    return List.of();
  }

  /** Whether the driver is given this {@code url} or {@code credentials} as it stands. */
  default boolean takesWhole(String url) {
    return false;
  }

  /** Whether each connection of a pool is to be told that it only reads. */
  default boolean isToldThatItOnlyReads() {
    return true;
  }

  /** How the database takes tokens of Entra ID; empty when it takes none. */
  Optional<TokenRules> tokens();

  /**
   * Options of the driver that may stand in a secret store beside host and password, in lower case.
   */
  default List<String> secretOptions() {
    return List.of();
  }

  /** Connects once, with auto-commit off; nothing is retried. Never puts a secret in a message. */
  Connection connect(ConnectionSettings settings) throws SQLException;

  /** Where the database is, for messages: {@code PostgreSQL at db.example.com:5432}. */
  String place(ConnectionSettings settings);

  /** What the other side of a connection says of itself. */
  Vitals vitals();
}
