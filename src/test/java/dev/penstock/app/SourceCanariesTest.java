package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.testing.EchoingPg;
import dev.penstock.testing.EmbeddedPg;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 15: whichever field a secret stands in and whatever goes wrong, nothing that the program
 * prints or writes holds it. Each secret stands in one field alone, and each trial fails.
 */
@Tag("campaign")
final class SourceCanariesTest {
  private static final List<String> COMMANDS =
      List.of(
          "validate",
          "plan",
          "run --jobs 4",
          "doctor",
          "secrets check",
          "state",
          "history",
          "history --rebuild",
          "verify --recount");

  @TempDir private Path folder;
  private final Map<String, String> canaries = new LinkedHashMap<>();
  private CanaryHome home;

  /** Which field a source's password stands in. */
  private enum Field {
    CELL_PASSWORD,
    CELL_URL,
    VARIABLE,
    VARIABLE_AS_DLT_NAMES_IT,
    VARIABLE_WITH_URL,
    FILE,
    FILE_CREDENTIALS,
    FILE_URL
  }

  /** What goes wrong with a source. */
  private enum Fault {
    WRONG_PASSWORD,
    TOLD_BACK,
    NO_SUCH_HOST,
    REFUSED,
    NO_TLS,
    NO_SUCH_DATABASE,
    BAD_QUERY,
    BAD_FILTER
  }

  /** How the source of a trial is reached. */
  private record Server(String host, int port, String database, String sslMode) {}

  @BeforeEach
  void home() throws IOException {
    home = new CanaryHome(folder.resolve("home"));
  }

  @Test
  void passwordsOfSources() throws Exception {
    EmbeddedPg.createGuardedRole();
    EmbeddedPg.execute("ALTER ROLE guarded PASSWORD 'not one of the canaries'");
    try (EchoingPg echo = EchoingPg.start()) {
      for (Field field : Field.values()) {
        for (Fault fault : Fault.values()) {
          source(field, fault, server(fault, echo));
        }
      }
      home.write();
      home.run(COMMANDS);
    }
    List<String> failed = home.failedJobs();
    Tally.of(15, "canaries in credential fields of sources", "local disk")
        .run(
            tally ->
                canaries.forEach(
                    (job, canary) ->
                        tally.trial(
                            job,
                            () -> {
                              assertThat(failed).contains(job);
                              tally.fired();
                              home.requireNowhere(canary);
                            })));
  }

  private static Server server(Fault fault, EchoingPg echo) {
    return switch (fault) {
      case TOLD_BACK -> new Server("127.0.0.1", echo.port(), "postgres", "disable");
      case NO_SUCH_HOST -> new Server("nowhere.invalid", 5432, "postgres", "disable");
      case REFUSED -> new Server("127.0.0.1", 1, "postgres", "disable");
      case NO_TLS -> new Server("127.0.0.1", EmbeddedPg.port(), "postgres", "verify-full");
      case NO_SUCH_DATABASE -> new Server("127.0.0.1", EmbeddedPg.port(), "absent", "disable");
      case WRONG_PASSWORD, BAD_QUERY, BAD_FILTER ->
          new Server("127.0.0.1", EmbeddedPg.port(), "postgres", "disable");
    };
  }

  private void source(Field field, Fault fault, Server server) throws SQLException {
    String job = (field + "." + fault).toLowerCase(Locale.ROOT);
    String source = "s" + canaries.size();
    String canary = CanaryHome.canary(source);
    canaries.put(job, canary);
    String user = fault == Fault.BAD_QUERY || fault == Fault.BAD_FILTER ? "anybody" : "guarded";
    EmbeddedPg.execute(
        "DO $$ BEGIN CREATE ROLE anybody LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    put(field, source, canary, url(server, user, canary), cells(source, server, user));
    String literal = "'" + canary + "'";
    switch (fault) {
      case BAD_QUERY ->
          home.sheets()
              .job(job, "postgresql", source, "t", "query", "SELECT " + literal + "::int AS id");
      case BAD_FILTER ->
          home.sheets()
              .job(
                  job,
                  "postgresql",
                  source,
                  "pg_class",
                  "query_filter",
                  "relname = " + literal + "::int");
      case WRONG_PASSWORD, TOLD_BACK, NO_SUCH_HOST, REFUSED, NO_TLS, NO_SUCH_DATABASE ->
          home.sheets().job(job, "postgresql", source, "pg_class");
    }
  }

  private static String url(Server server, String user, String canary) {
    return "postgresql://%s:%s@%s:%d/%s?sslmode=%s"
        .formatted(
            user,
            URLEncoder.encode(canary, StandardCharsets.UTF_8),
            server.host(),
            server.port(),
            server.database(),
            server.sslMode());
  }

  private static List<String> cells(String source, Server server, String user) {
    return List.of(
        "source_name", source,
        "host", server.host(),
        "port", Integer.toString(server.port()),
        "database", server.database(),
        "username", user,
        "option_sslmode", server.sslMode());
  }

  private void put(Field field, String source, String canary, String url, List<String> cells) {
    List<String> row = new ArrayList<>(cells);
    String name = source.toUpperCase(Locale.ROOT);
    switch (field) {
      case CELL_PASSWORD -> row.addAll(List.of("password", canary));
      case CELL_URL -> row = new ArrayList<>(List.of("source_name", source, "url", url));
      case VARIABLE -> home.environment().put("DLT_" + name + "_PASSWORD", canary);
      case VARIABLE_AS_DLT_NAMES_IT ->
          home.environment().put("SOURCES__" + name + "__CREDENTIALS__PASSWORD", canary);
      case VARIABLE_WITH_URL -> {
        row = new ArrayList<>(List.of("source_name", source));
        home.environment().put("SOURCES__" + name + "__CREDENTIALS", url);
      }
      case FILE -> home.toml().append("[sources.%s]\npassword = '%s'\n".formatted(source, canary));
      case FILE_CREDENTIALS ->
          home.toml()
              .append("[sources.%s.credentials]\npassword = '%s'\n".formatted(source, canary));
      case FILE_URL -> {
        row = new ArrayList<>(List.of("source_name", source));
        home.toml().append("[sources.%s]\ncredentials = '%s'\n".formatted(source, url));
      }
    }
    home.sheets().row("Sources", row.toArray(String[]::new));
  }
}
