package dev.penstock.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binary COPY to nowhere: what the server can give, so what everything else is compared with. */
final class CopyBaseline {
  /** One psql for each statement, all at the same time; fails if one of them does. */
  private static final String SCRIPT =
      """
      for statement in "$@"; do
        psql -X -q -c "$statement" >/dev/null & pids="$pids $!"
      done
      for pid in $pids; do wait "$pid" || exit 1; done
      """;

  private final PrivatePostgres postgres;
  private final LineItemTable table;
  private final Optional<Path> psql;

  CopyBaseline(PrivatePostgres postgres, LineItemTable table) {
    this.postgres = postgres;
    this.table = table;
    this.psql = onPath("psql");
  }

  private static Optional<Path> onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Which program does the copying. */
  String program() {
    return psql.isPresent() ? "psql" : "the JDBC driver in a JVM of its own, as there is no psql";
  }

  Command oneConnection() {
    return command(List.of("COPY %s TO STDOUT (FORMAT binary)".formatted(table.qualifiedName())));
  }

  Command twoConnections() {
    String half =
        postgres.value(
            "SELECT pg_relation_size('%s') / current_setting('block_size')::bigint / 2"
                .formatted(table.qualifiedName()));
    return command(List.of(range("<", half), range(">=", half)));
  }

  private String range(String operator, String block) {
    return "COPY (SELECT * FROM %s WHERE ctid %s '(%s,0)') TO STDOUT (FORMAT binary)"
        .formatted(table.qualifiedName(), operator, block);
  }

  private Command command(List<String> statements) {
    if (psql.isEmpty()) {
      List<String> arguments = new ArrayList<>(List.of(postgres.url()));
      arguments.addAll(statements);
      return Command.java(CopyDiscard.class, arguments.toArray(new String[0]));
    }
    List<String> words = new ArrayList<>(List.of("sh", "-c", SCRIPT, "copy"));
    words.addAll(statements);
    return new Command(
        words,
        Map.of(
            "PGHOST",
            "localhost",
            "PGPORT",
            Integer.toString(postgres.port()),
            "PGUSER",
            PrivatePostgres.USER,
            "PGDATABASE",
            PrivatePostgres.DATABASE));
  }
}
