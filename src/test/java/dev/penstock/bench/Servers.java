package dev.penstock.bench;

import java.util.Optional;

/** What is read from; only what some subject reads is there. */
record Servers(
    Optional<PrivatePostgres> postgres, Optional<PrivateMaria> maria, Optional<RestApi> rest) {
  /** The databases, for people. */
  String words() {
    String databases =
        postgres.map(server -> "PostgreSQL " + server.value("SHOW server_version")).orElse("")
            + maria.map(server -> " and MariaDB " + server.version()).orElse("");
    return databases.isEmpty() ? "the bench's own API" : databases;
  }
}
