package dev.penstock.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.doctor.Examination.Verdict;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.NoTokens;
import dev.penstock.testing.EmbeddedPg;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceCheckupTest {
  private static final String CANARY = "c4n4ry-Pa55";

  private final Map<String, String> settings = new HashMap<>();
  private Duration deadline = Duration.ofMinutes(1);
  private Clock clock = Clock.systemUTC();
  private String password = CANARY;

  @BeforeEach
  void postgres() throws SQLException {
    settings.putAll(EmbeddedPg.settings());
    EmbeddedPg.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO public",
        "CREATE TABLE orders (id int, total numeric)",
        "CREATE TABLE customers (id int)");
  }

  private Examination examine(SourceType type, String... tables) {
    List<Job> jobs = new ArrayList<>();
    for (String table : tables) {
      jobs.add(Jobs.of(type, jobs.size() + 2, table));
    }
    JdbcConnector connector =
        new JdbcConnector(
            Map.of("crm", new SourceSettings("crm", Optional.of(type), settings)),
            key ->
                key.key().equals("password")
                    ? Optional.of(new Secret(password, "test"))
                    : Optional.empty(),
            SourceCount.AUTO,
            2,
            new NoTokens());
    Examination found =
        new Doctor(1, deadline).examine(List.of(new SourceCheckup(connector, jobs, clock))).get(0);
    assertThat(found.toString()).doesNotContain(CANARY);
    return found;
  }

  private Examination examine(String... tables) {
    return examine(SourceType.POSTGRESQL, tables);
  }

  private String place() {
    return "PostgreSQL at 127.0.0.1:" + settings.get("port");
  }

  private static String fact(Examination found, String label) {
    return found.facts().stream()
        .filter(fact -> fact.label().equals(label))
        .map(Fact::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhoIsThereAndWhoWeAre() {
    Examination found = examine("orders", "customers");

    assertThat(found.subject()).isEqualTo("source crm");
    assertThat(found.findings()).isEmpty();
    assertThat(found.latency()).isPresent();
    assertThat(found.facts())
        .extracting(Fact::label)
        .containsExactly(
            "place", "server", "user", "encryption", "connecting", "access", "clock", "tables");
    assertThat(fact(found, "place")).isEqualTo(place());
    assertThat(fact(found, "server")).matches("PostgreSQL \\d+\\.\\d+.*");
    assertThat(fact(found, "user")).isEqualTo("postgres");
    assertThat(fact(found, "encryption")).isEqualTo("none");
    assertThat(fact(found, "access")).isEqualTo("read-only");
    assertThat(fact(found, "clock")).isEqualTo("agrees with ours");
    assertThat(fact(found, "tables")).isEqualTo("2 of 2 can be read");
  }

  @Test
  void aMissingTableLeavesTheOthersReadable() {
    Examination found = examine("order", "customers");

    assertThat(fact(found, "tables")).isEqualTo("1 of 2 can be read");
    assertThat(found.findings())
        .containsExactly(
            Finding.error(
                "sheet SourceConfig, row 2, column table_name: source crm (%s) has no table order that its user may see."
                    .formatted(place()),
                "Did you mean public.orders?"));
  }

  @Test
  void aTableThatMayNotBeReadIsFoundOutWithoutReadingIt() throws SQLException {
    EmbeddedPg.execute(
        "DO $$ BEGIN CREATE ROLE visitor LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT SELECT ON customers TO visitor");
    settings.put("username", "visitor");

    Examination found = examine("orders", "customers");

    assertThat(fact(found, "user")).isEqualTo("visitor");
    assertThat(fact(found, "tables")).isEqualTo("1 of 2 can be read");
    assertThat(found.findings())
        .containsExactly(
            Finding.error(
                "sheet SourceConfig, row 2: source crm (%s), reading orders: permission denied for table orders."
                    .formatted(place()),
                "Have the database administrator GRANT SELECT on it (and USAGE on its schema) to the source's user."));
  }

  @Test
  void aWrongPasswordIsTold() throws SQLException {
    EmbeddedPg.createGuardedRole();
    EmbeddedPg.execute("ALTER ROLE guarded PASSWORD 'another'");
    settings.put("username", "guarded");

    Examination found = examine("orders");

    assertThat(found.facts()).isEmpty();
    assertThat(found.findings())
        .containsExactly(
            Finding.error(
                "source crm: %s, connecting: the login was refused (password authentication failed for user \"guarded\")."
                    .formatted(place()),
                "Mend username and password of the source; the login is tried once only, so that no account gets locked."));
  }

  @Test
  void aDatabaseThatDoesNotExistIsTold() {
    settings.put("database", "shop");

    assertThat(examine("orders").findings())
        .containsExactly(
            Finding.error(
                "source crm: %s, connecting: database \"shop\" does not exist.".formatted(place()),
                "Mend the setting database of the source."));
  }

  @Test
  void aClosedPortIsTold() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("port", Integer.toString(socket.getLocalPort()));
    }

    assertThat(examine("orders").findings())
        .containsExactly(
            new Finding(
                Problem.Severity.ERROR,
                "source crm: %s, connecting: Connection to %s refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections."
                    .formatted(place(), place().substring("PostgreSQL at ".length())),
                Optional.of(
                    "the machine answers, but nothing listens there: the port is wrong, the server does not run, or it listens on another address."),
                "Check host and port, that the server runs, and that a firewall lets this machine through."));
  }

  @Test
  void aHostThatDoesNotExistIsTold() {
    settings.put("host", "db.invalid");

    assertThat(examine("orders").findings())
        .containsExactly(
            new Finding(
                Problem.Severity.ERROR,
                "source crm: PostgreSQL at db.invalid:%s, connecting: no such host is known."
                    .formatted(settings.get("port")),
                Optional.of(
                    "a typo, or a private endpoint, whose name resolves only inside its network, and there only with its private DNS zone linked."),
                "Check host and port, that the server runs, and that a firewall lets this machine through."));
  }

  @Test
  void aServerThatNeverAnswersIsLeftAtTheDeadline() throws IOException {
    deadline = Duration.ofMillis(300);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("port", Integer.toString(silent.getLocalPort()));

      assertThat(examine("orders").findings())
          .extracting(Finding::what)
          .containsExactly("no answer within 0.3 s while connecting.");
    }
  }

  @Test
  void aMissingSettingIsToldWithItsPlaces() {
    settings.remove("host");

    assertThat(examine("orders").findings())
        .extracting(Finding::what)
        .containsExactly("source crm: no host.");
  }

  @Test
  void aClockThatIsOffIsAWarning() {
    clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7));

    Examination found = examine("orders");

    assertThat(found.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(fact(found, "clock")).matches("4(19|20) s behind ours");
  }

  @Test
  void aSourceOfAnotherKindIsRefused() {
    Checkup checkup = SourceCheckup.unreadable(List.of(Jobs.of(SourceType.REST, 4, "orders")));

    assertThat(new Doctor(1, deadline).examine(List.of(checkup)).get(0).findings())
        .containsExactly(
            Finding.error(
                "sheet SourceConfig, row 4, column source_type: 'rest' cannot be read by this version.",
                "Set enabled to N for this row."));
  }

  @Test
  void readsAnSqliteFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("shop.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id INTEGER)");
    }
    settings.put("path", file.toString());

    Examination found = examine(SourceType.SQLITE, "orders");

    assertThat(found.findings()).isEmpty();
    assertThat(fact(found, "place")).isEqualTo("SQLite file " + file);
    assertThat(fact(found, "server")).matches("SQLite \\d+\\.\\d+.*");
    assertThat(fact(found, "access")).isEqualTo("read-only");
    assertThat(fact(found, "tables")).isEqualTo("1 of 1 can be read");
  }

  @Test
  void anSqliteFileThatIsNoneIsTold(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("none.db");
    settings.put("path", missing.toString());
    assertThat(examine(SourceType.SQLITE, "orders").findings())
        .containsExactly(
            Finding.error(
                "source crm: the SQLite file %s does not exist.".formatted(missing),
                "Mend the setting path of the source, or name in option_init_script the SQL script that creates the file."));

    Path text = Files.writeString(folder.resolve("text.db"), "no database ".repeat(100));
    settings.put("path", text.toString());
    assertThat(examine(SourceType.SQLITE, "orders").findings())
        .containsExactly(
            Finding.error(
                "source crm: SQLite file %s, connecting: the file is not a SQLite database."
                    .formatted(text),
                "Mend the setting path of the source."));
  }
}
