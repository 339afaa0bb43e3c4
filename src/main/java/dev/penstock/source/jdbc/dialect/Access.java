package dev.penstock.source.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Connections of one kind of database. */
public interface Access extends Transactions {
  /** The keys of the settings without which no connection can be tried. */
  List<String> requiredKeys();

  /** How the database takes tokens of Entra ID; empty when it takes none. */
  Optional<TokenRules> tokens();

  /** Connects once, with auto-commit off; nothing is retried. Never puts a secret in a message. */
  Connection connect(ConnectionSettings settings) throws SQLException;

  /** Where the database is, for messages: {@code PostgreSQL at db.example.com:5432}. */
  String place(ConnectionSettings settings);

  /** What the other side of a connection says of itself. */
  Vitals vitals();
}
