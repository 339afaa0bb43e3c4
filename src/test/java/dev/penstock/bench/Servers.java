package dev.penstock.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read from; only what some subject reads is there. */
record Servers(
    Optional<PrivatePostgres> postgres, Optional<PrivateMaria> maria, Optional<RestApi> rest) {
  /** For people. */
  String words() {
    List<String> all = new ArrayList<>();
    postgres.ifPresent(server -> all.add("PostgreSQL " + server.value("SHOW server_version")));
    maria.ifPresent(server -> all.add("MariaDB " + server.version()));
    rest.ifPresent(api -> all.add("an API of the bench's own"));
    return String.join(" and ", all);
  }
}
