package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.Sheets;
import dev.penstock.testing.azure.AccessRules.Gate;
import dev.penstock.testing.azure.AdlsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command doctor as it is wired, over a real database and a folder. */
final class DoctorCommandTest {
  private static final String CANARY = "c4n4ry-Pa55";

  @TempDir Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Sheets sheets = new Sheets();
  private final Map<String, String> environment = new HashMap<>(Map.of("DLT_CRM_PASSWORD", CANARY));

  @BeforeEach
  void shop() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("s.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id INTEGER)");
    }
    sheets
        .row("Sources", "source_name", "shop", "source_type", "sqlite", "path", home + "/s.db")
        .job("shop_orders", "sqlite", "shop", "orders", "target_container", "sales");
  }

  private void crm() {
    sheets
        .row(
            "Sources",
            "source_name",
            "crm",
            "source_type",
            "postgresql",
            "host",
            "127.0.0.1",
            "port",
            Integer.toString(EmbeddedPg.port()),
            "database",
            "nowhere_" + CANARY,
            "username",
            "postgres")
        .job("crm_people", "postgresql", "crm", "people", "target_container", "people");
  }

  private int doctor(String... arguments) throws IOException {
    sheets.write(home.resolve("config/ingestion_config.xlsx"));
    Redactor redactor = new Redactor();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            redactor::redact,
            Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, environment, redactor, Clock.systemUTC(), console::tell);
    String[] all = new String[arguments.length + 1];
    all[0] = "doctor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandTree(wiring, console, new StopSignal(), Clock.systemUTC(), "1.2.3")
        .execute(all);
  }

  /** Without what differs from run to run. */
  private String shown() {
    return out.toString(UTF_8)
        .replace(home.toString(), "HOME")
        .replaceAll("[\\d,.]+ (ms|GB|MB|s\\.)", "N $1")
        .replaceAll("free of [\\d,.]+", "free of N")
        .replaceAll("Java( +).*", "Java$1...")
        .replaceAll("system( +).*", "system$1...")
        .replaceAll("clock( +)\\d{4}-.*", "clock$1...")
        .replaceAll("SQLite \\d.*", "SQLite N")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("(\\S) {2,}", "$1  ");
  }

  @Test
  void saysThatAllIsWell() throws IOException {
    assertThat(doctor()).isZero();
    assertThat(shown())
        .isEqualTo(
            """
            ok  configuration
                     workbook  config/ingestion_config.xlsx, 1 enabled job ready
            ok  this machine
                     Penstock  unpackaged
                     Java  ...
                     system  ...
                     clock  ...
                     folder HOME/metadata  can be written, N GB free of N; made by the first run
                     folder HOME/logs  can be written, N GB free of N; made by the first run
            ok  lake, container sales, answers in N ms
                     place  HOME/data/sales
                     disk  N GB free of N
                     clock  agrees with ours
                     allowed  list (N ms), create (N ms), rename without overwrite (N ms), read (N ms), delete (N ms)
            ok  source shop, answers in N ms
                     place  SQLite file HOME/s.db
                     server  SQLite N
                     connecting  N ms
                     access  read-only
                     tables  1 of 1 can be read

            4 ok in N s.
            """);
    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(home.resolve("logs")).doesNotExist();
    assertThat(home.resolve("metadata")).doesNotExist();
    assertThat(home.resolve("data/sales/_penstock")).isEmptyDirectory();
  }

  @Test
  void saysWhatIsWrongAndNeverASecret() throws IOException {
    crm();
    assertThat(doctor("--source", "crm")).isEqualTo(1);
    assertThat(shown())
        .contains(
            """
            FAILED  source crm
                     ! source crm: PostgreSQL at 127.0.0.1:PORT, connecting: database "nowhere_***" does not exist.
                       Mend the setting database of the source.

            3 ok, 1 failed in N s.
            """)
        .doesNotContain("source shop")
        .doesNotContain("container sales");
    assertThat(out.toString(UTF_8) + err.toString(UTF_8)).doesNotContain(CANARY);
  }

  @Test
  void speaksJson() throws IOException {
    crm();
    assertThat(doctor("--json")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).doesNotContain(CANARY);
    JsonNode found = new JsonMapper().readTree(out.toString(UTF_8));
    assertThat(found.findValuesAsText("subject"))
        .containsExactly(
            "configuration",
            "this machine",
            "lake, container sales",
            "lake, container people",
            "source shop",
            "source crm");
    assertThat(found.get(4).get("verdict").asText()).isEqualTo("ok");
    assertThat(found.get(4).get("latency_ms").isNumber()).isTrue();
    assertThat(found.get(4).get("facts").get("tables").asText()).isEqualTo("1 of 1 can be read");
    assertThat(found.get(5).get("verdict").asText()).isEqualTo("failed");
    assertThat(found.get(5).get("findings").get(0).get("severity").asText()).isEqualTo("error");
    assertThat(found.get(5).get("findings").get(0).get("mend").asText())
        .isEqualTo("Mend the setting database of the source.");
  }

  @Test
  void countsWhatIsWrongWithTheWorkbook() throws IOException {
    sheets.job("broken", "sqlite", "shop", "lines", "load_type", "SOMETIMES");
    assertThat(doctor()).isEqualTo(1);
    assertThat(shown())
        .startsWith(
            """
            FAILED  configuration
                     workbook  config/ingestion_config.xlsx, 1 enabled job ready
                     ! config/ingestion_config.xlsx: 1 error, so that jobs cannot run.
                       ./run.sh validate names each with its cell.
            """);
  }

  @Test
  void aLakeThatCannotBeFoundKeepsNothingElseFromBeingLookedAt() throws IOException {
    Files.createDirectories(home.resolve(".dlt"));
    Path secrets =
        Files.writeString(
            home.resolve(".dlt/secrets.toml"),
            "[destination.filesystem]\nbucket_url = \"ftp://" + CANARY + "\"\n");
    secrets.toFile().setReadable(false, false);
    secrets.toFile().setReadable(true, true);
    assertThat(doctor()).isEqualTo(1);
    assertThat(shown()).contains("FAILED  lake, container sales\n").contains("ok  source shop");
  }

  /** The vault is passed over, as otherwise it would be the one thing wrong with everything. */
  private void azure(AdlsServer lake) {
    environment.put("AZURE_KEY_VAULT_URL", "https://kv-shop.vault.invalid");
    environment.put("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", lake.endpoint() + "/raw");
    environment.put("DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY", AdlsServer.KEY);
    lake.createContainer("sales");
    sheets.row("Settings", "name", "vault_required", "value", "N");
  }

  @Test
  void looksAtEverythingAtOnce() throws IOException {
    crm();
    try (AdlsServer lake = AdlsServer.http()) {
      azure(lake);
      assertThat(doctor()).isEqualTo(1);
    }
    assertThat(shown())
        .isEqualTo(
            """
            ok  configuration
                     workbook  config/ingestion_config.xlsx, 2 enabled jobs ready
            FAILED  key vault kv-shop.vault.invalid
                     ! the name kv-shop.vault.invalid does not resolve.
                       Likely cause: a typo, or a private endpoint, whose name resolves only inside its network, and there only with its private DNS zone linked.
                       Check the address, and the network, proxy and firewall of this machine.
            ok  this machine
                     Penstock  unpackaged
                     Java  ...
                     system  ...
                     clock  ...
                     folder HOME/metadata  can be written, N GB free of N; made by the first run
                     folder HOME/logs  can be written, N GB free of N; made by the first run
            WARNING  lake, container sales, answers in N ms
                     place  http://127.0.0.1:PORT/penstocktest/sales
                     address  127.0.0.1
                     encryption  none
                     clock  agrees with ours
                     identity  key of account penstocktest
                     hierarchical namespace  yes
                     allowed  list (N ms), create (N ms), rename without overwrite (N ms), read (N ms), delete (N ms)
                     ? [destination.filesystem.credentials] azure_storage_account_key: it has 33 bytes, but the keys of accounts have 64.
                       Copy the key whole: az storage account keys list --account-name ACCOUNT --query "[0].value" --output tsv.
            FAILED  lake, container people
                     place  http://127.0.0.1:PORT/penstocktest/people
                     address  127.0.0.1
                     encryption  none
                     clock  agrees with ours
                     identity  key of account penstocktest
                     ? [destination.filesystem.credentials] azure_storage_account_key: it has 33 bytes, but the keys of accounts have 64.
                       Copy the key whole: az storage account keys list --account-name ACCOUNT --query "[0].value" --output tsv.
                     ! cannot write to http://127.0.0.1:PORT/penstocktest/people: storage account 'penstocktest' has no container 'people'.
                       Make it in the portal (Containers, Add container), or with: az storage fs create --name people --account-name penstocktest --auth-mode login
            ok  source shop, answers in N ms
                     place  SQLite file HOME/s.db
                     server  SQLite N
                     connecting  N ms
                     access  read-only
                     tables  1 of 1 can be read
            FAILED  source crm
                     ! source crm: PostgreSQL at 127.0.0.1:PORT, connecting: database "nowhere_***" does not exist.
                       Mend the setting database of the source.

            3 ok, 1 warning, 3 failed in N s.
            """);
    assertThat(err.toString(UTF_8))
        .startsWith("WARNING key vault kv-shop.vault.invalid: ")
        .contains("As vault_required is N, ");
    assertThat(out.toString(UTF_8) + err.toString(UTF_8))
        .doesNotContain(CANARY)
        .doesNotContain(AdlsServer.KEY);
  }

  @Test
  void tellsMachinesInTheSameOrder() throws IOException {
    crm();
    try (AdlsServer lake = AdlsServer.http()) {
      lake.access().gate(Gate.FIREWALL);
      azure(lake);
      assertThat(doctor("--json")).isEqualTo(1);
    }
    JsonNode found = new JsonMapper().readTree(out.toString(UTF_8));
    assertThat(found.findValuesAsText("subject"))
        .containsExactly(
            "configuration",
            "key vault kv-shop.vault.invalid",
            "this machine",
            "lake, container sales",
            "lake, container people",
            "source shop",
            "source crm");
    assertThat(found.findValuesAsText("verdict"))
        .containsExactly("ok", "failed", "ok", "failed", "failed", "ok", "failed");
    assertThat(out.toString(UTF_8) + err.toString(UTF_8))
        .doesNotContain(CANARY)
        .doesNotContain(AdlsServer.KEY);
  }

  @Test
  void doesNotWaitForAServerThatNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(silent.getLocalPort());
      sheets
          .row("Sources", "source_name", "erp", "source_type", "postgresql", "host", "127.0.0.1")
          .job("erp_items", "postgresql", "erp", "items");
      environment.put("DLT_ERP_PORT", port);
      environment.put("DLT_ERP_DATABASE", "erp");
      environment.put("DLT_ERP_USERNAME", "reader");
      environment.put("DLT_ERP_PASSWORD", CANARY);
      assertThat(doctor("--source", "erp", "--timeout", "1.5")).isEqualTo(1);
    }
    assertThat(out.toString(UTF_8))
        .contains(
            """
            FAILED   source erp
                     ! no answer within 1.5 s while connecting.
                       Likely cause: a firewall drops what is sent, the address belongs to another network (VPN, private endpoint), only a proxy leads out, or the server hangs.
                       Reach the same address from this machine by other means; --timeout gives it longer.
            """)
        .doesNotContain(CANARY);
  }

  @Test
  void refusesATimeThatIsNone() throws IOException {
    assertThat(doctor("--timeout", "0")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo("option --timeout: 0.0 is no time to wait.\nGive seconds, such as 30.\n");
    assertThat(doctor("--source", "nobody")).isEqualTo(2);
  }
}
