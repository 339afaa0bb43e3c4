package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.EchoingPg;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.Sheets;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 15: whichever field a secret stands in and whatever goes wrong, nothing that the program
 * prints or writes holds it. Each secret stands in one field alone, and each trial fails.
 */
final class SecretsNeverLeaveTest {
  private static final String CAMPAIGN = "canaries in credential fields";

  private static final String NOBODY = "http://127.0.0.1:1/account";

  private static final List<String> LOOKING = List.of("validate", "doctor", "secrets check");
  private static final List<String> WORKING =
      List.of("validate", "plan", "run", "doctor", "secrets check", "verify");

  @TempDir private Path home;
  private final Sheets sheets = new Sheets();
  private final StringBuilder toml = new StringBuilder();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> canaries = new LinkedHashMap<>();
  private String printed = "";

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

  /** A credential of the lake: what stands before the canary in its field, and beside the field. */
  private record LakeSecret(
      String key,
      String beginning,
      String canary,
      Map<String, String> others,
      Optional<String> login) {
    LakeSecret(String key, String beginning, String canary) {
      this(key, beginning, canary, Map.of(), Optional.empty());
    }
  }

  /** How the source of a trial is reached. */
  private record Server(String host, int port, String database, String sslMode) {}

  @BeforeEach
  void fewestRights() throws IOException {
    Files.createDirectories(home.resolve("config"));
    Files.createDirectories(home.resolve(".dlt"));
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
      write();
      for (String command :
          List.of(
              "validate",
              "plan",
              "run --jobs 4",
              "doctor",
              "secrets check",
              "state",
              "history",
              "history --rebuild",
              "verify --recount")) {
        run(command.split(" "));
      }
    }
    List<String> failed = failedJobs();
    Tally.of(15, CAMPAIGN + " of sources", "local disk")
        .run(
            tally ->
                canaries.forEach(
                    (job, canary) ->
                        tally.trial(
                            job,
                            () -> {
                              assertThat(failed).contains(job);
                              tally.fired();
                              requireNowhere(canary);
                            })));
  }

  @Test
  void credentialsOfTheLake() throws Exception {
    AdlsServer lake = AdlsServer.http();
    AdlsServer untrusted = AdlsServer.https(TestTls.serverContext());
    try (lake;
        untrusted) {
      lake.createContainer("raw");
      Tally.of(15, CAMPAIGN + " of the lake", "ADLS stand-in")
          .run(
              tally -> {
                for (String place : List.of("variable", "file")) {
                  for (String server : List.of(lake.endpoint(), untrusted.endpoint(), NOBODY)) {
                    for (LakeSecret secret : lakeSecrets(untrusted.endpoint())) {
                      tally.trial(
                          secret.key() + " in a " + place + " for " + server,
                          () -> {
                            lakeTrial(place, server, secret);
                            tally.fired();
                          });
                    }
                  }
                }
              });
    }
  }

  @Test
  void whateverIsWrongWithTheSecretsFile() {
    String canary = canary("file");
    List<String> files =
        List.of(
            "[sources.shop]\npassword = %s\n",
            "[sources.shop]\npassword = '%s\n",
            "[sources.shop]\npassword = \"\\%s\"\n",
            "[sources.shop]\npassword = '%s'\npassword = '%s'\n",
            "[sources.shop]\npassword = ['%s']\n",
            "[sources.shop]\npassword = { is = '%s' }\n",
            "[sources.shop\npassword = '%s'\n",
            "[sources.shop]\n'%s'\n",
            "[sources.shop]\ncredentials = 'postgresql://me:%s@'\n",
            "[destination.filesystem]\nbucket_url = 's3://me:%s@lake'\n",
            "[destination.filesystem]\nbucket_url = 'file://me:%s@server/x'\n",
            "[destination.filesystem]\nbucket_url = 'abfss://raw@x.dfs.core.windows.net/?sig=%s'\n",
            "[destination.filesystem.credentials]\nazure_storage_account_key = ['%s']\n",
            "sources = '%s'\n");
    Tally.of(15, "canaries in a secrets file that is wrong", "local disk")
        .run(
            tally -> {
              for (String file : files) {
                tally.trial(
                    file,
                    () -> {
                      fresh();
                      toml.append(file.replace("%s", canary));
                      sheets.job("job", "postgresql", "shop", "t");
                      write();
                      int worst = 0;
                      for (String command :
                          List.of("validate", "plan", "run", "doctor", "secrets check")) {
                        worst = Math.max(worst, run(command.split(" ")));
                      }
                      assertThat(worst).as(printed).isPositive();
                      tally.fired();
                      requireNowhere(canary);
                    });
              }
            });
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
    String canary = canary(source);
    canaries.put(job, canary);
    String user = fault == Fault.BAD_QUERY || fault == Fault.BAD_FILTER ? "anybody" : "guarded";
    EmbeddedPg.execute(
        "DO $$ BEGIN CREATE ROLE anybody LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    put(field, source, canary, url(server, user, canary), cells(source, server, user));
    String literal = "'" + canary + "'";
    switch (fault) {
      case BAD_QUERY ->
          sheets.job(job, "postgresql", source, "t", "query", "SELECT " + literal + "::int AS id");
      case BAD_FILTER ->
          sheets.job(
              job,
              "postgresql",
              source,
              "pg_class",
              "query_filter",
              "relname = " + literal + "::int");
      case WRONG_PASSWORD, TOLD_BACK, NO_SUCH_HOST, REFUSED, NO_TLS, NO_SUCH_DATABASE ->
          sheets.job(job, "postgresql", source, "pg_class");
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
      case VARIABLE -> environment.put("DLT_" + name + "_PASSWORD", canary);
      case VARIABLE_AS_DLT_NAMES_IT ->
          environment.put("SOURCES__" + name + "__CREDENTIALS__PASSWORD", canary);
      case VARIABLE_WITH_URL -> {
        row = new ArrayList<>(List.of("source_name", source));
        environment.put("SOURCES__" + name + "__CREDENTIALS", url);
      }
      case FILE -> toml.append("[sources.%s]\npassword = '%s'\n".formatted(source, canary));
      case FILE_CREDENTIALS ->
          toml.append("[sources.%s.credentials]\npassword = '%s'\n".formatted(source, canary));
      case FILE_URL -> {
        row = new ArrayList<>(List.of("source_name", source));
        toml.append("[sources.%s]\ncredentials = '%s'\n".formatted(source, url));
      }
    }
    sheets.row("Sources", row.toArray(String[]::new));
  }

  private static List<LakeSecret> lakeSecrets(String login) {
    String key =
        Base64.getEncoder().encodeToString((canary("key") + "x".repeat(64)).getBytes(UTF_8));
    String shape = "sv=2023-11-03&se=%s-01-01T00:00:00Z&sp=rwdl&sig=";
    Map<String, String> principal =
        Map.of(
            "azure_tenant_id", "11111111-1111-1111-1111-111111111111",
            "azure_client_id", "22222222-2222-2222-2222-222222222222");
    return List.of(
        new LakeSecret("azure_storage_account_key", "", key.substring(0, 86) + "=="),
        new LakeSecret("azure_storage_account_key", "", canary("no key")),
        new LakeSecret("azure_storage_sas_token", shape.formatted(2099), canary("sas")),
        new LakeSecret("azure_storage_sas_token", shape.formatted(2001), canary("old")),
        // Nobody trusts whoever answers there.
        new LakeSecret(
            "azure_client_secret",
            "",
            canary("client"),
            principal,
            Optional.of(login.substring(0, login.lastIndexOf('/')))));
  }

  private void lakeTrial(String place, String server, LakeSecret secret) throws IOException {
    fresh();
    Map<String, String> settings = new LinkedHashMap<>(secret.others());
    settings.put("bucket_url", server + "/raw/lake");
    settings.put(secret.key(), secret.beginning() + secret.canary());
    secret.login().ifPresent(login -> environment.put("AZURE_AUTHORITY_HOST", login));
    if (place.equals("file")) {
      toml.append("[destination.filesystem]\n");
      settings.forEach((name, value) -> toml.append(name + " = '" + value + "'\n"));
    } else {
      settings.forEach(
          (name, value) ->
              environment.put(
                  "DLT_DESTINATION_FILESYSTEM_" + name.toUpperCase(Locale.ROOT), value));
    }
    Files.createFile(home.resolve("shop.db"));
    sheets.row("Sources", "source_name", "shop", "path", home.resolve("shop.db").toString());
    sheets.job("job", "sqlite", "shop", "t");
    write();
    // A lake or a login that does not answer is tried for long: once is enough.
    boolean tried =
        server.equals(NOBODY) || (secret.login().isPresent() && place.equals("variable"));
    int worst = 0;
    for (String command : tried ? LOOKING : WORKING) {
      worst = Math.max(worst, run(command.split(" ")));
    }
    assertThat(worst).as(printed).isPositive();
    requireNowhere(secret.canary());
  }

  /** In each form another: with what URLs, TOML, SQL and JSON write in a way of their own. */
  private static String canary(String name) {
    return "k4n4ry" + Integer.toHexString(name.hashCode()) + "x;%41&=/+\u00e9";
  }

  private void fresh() throws IOException {
    home = Files.createDirectories(home.resolveSibling(home.getFileName() + "x"));
    environment.clear();
    toml.setLength(0);
    printed = "";
    sheets.clear();
    fewestRights();
  }

  private void write() throws IOException {
    sheets.write(home.resolve("config/ingestion_config.xlsx"));
    Files.writeString(home.resolve(".dlt/secrets.toml"), toml);
  }

  private int run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, UTF_8);
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console = new Console(both, both, redactor::redact, Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, Map.copyOf(environment), redactor, clock, console::tell);
    int exitCode =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(arguments);
    printed += String.join(" ", arguments) + "\n" + out.toString(UTF_8);
    return exitCode;
  }

  private List<String> failedJobs() throws IOException {
    List<String> failed = new ArrayList<>();
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
        for (String line : Files.readAllLines(file)) {
          String[] cells = line.split(",", 4);
          if (cells[2].equals("FAILED") || cells[2].equals("SECRETS_INVALID")) {
            failed.add(cells[1]);
          }
        }
      }
    }
    return failed;
  }

  /** On the console, and in every file but those into which it was put by hand. */
  private void requireNowhere(String canary) throws IOException {
    requireNot("the console", printed, canary);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = home.relativize(file).toString();
        if (!name.startsWith("config") && !name.startsWith(".dlt")) {
          requireNot(name, new String(Files.readAllBytes(file), UTF_8), canary);
        }
      }
    }
  }

  private static void requireNot(String where, String text, String canary) {
    // Up to its first special character it is the same in all forms but Base64.
    String beginning = canary.replaceFirst("[^A-Za-z0-9].*", "");
    assertThat(text).as(where).doesNotContain(beginning);
    String base64 = Base64.getEncoder().encodeToString(canary.getBytes(UTF_8));
    assertThat(text).as(where).doesNotContain(base64.substring(0, 16));
  }
}
