package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import dev.penstock.testing.azure.AccessRules.Gate;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.LakeDownload;
import dev.penstock.testing.azure.Operation;
import dev.penstock.testing.azure.TestTls;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lake that does not let a run in comes to, with the packaged jar. */
final class AzureRefusalsIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String STORAGE = "https://storage.azure.com";
  private static final String OTHER_KEY = "CANARY".repeat(14) + "CA==";

  @TempDir Path home;
  private PenstockProcess penstock;
  private AdlsServer server;

  @BeforeEach
  void oneJob() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (id integer)");
      statement.execute("insert into t values (1), (2)");
    }
    new Sheets()
        .row("Sources", "source_name", "shop", "path", "shop.db")
        .job("job", "sqlite", "shop", "t")
        .write(home.resolve("config/ingestion_config.xlsx"));
    penstock = new PenstockProcess(home);
    server = AdlsServer.http();
    server.createContainer("raw");
    lake(server);
    key(AdlsServer.KEY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aContainerThatIsNotThere() throws Exception {
    penstock.with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", server.endpoint() + "/other/lake");

    assertRefused("?");
  }

  @Test
  void aWrongKey() throws Exception {
    key(OTHER_KEY);

    assertRefused("?");
  }

  @Test
  void aFirewall() throws Exception {
    server.access().gate(Gate.FIREWALL);

    assertRefused("?");
  }

  @Test
  void aFlatAccount() throws Exception {
    server.flatNamespace();

    assertRefused("?");
  }

  @Test
  void aSasThatTheAccountDoesNotKnow() throws Exception {
    key("");
    penstock.with(
        "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_SAS_TOKEN",
        "sv=2024-11-04&sr=c&sp=racwdlme&se=2999-01-01T00:00:00Z&sig=CANARY");

    assertRefused("?");
  }

  @Test
  void aSasThatHasExpired() throws Exception {
    key("");
    penstock.with(
        "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_SAS_TOKEN",
        "sv=2024-11-04&sr=c&sp=racwdlme&se=2020-01-01T00:00:00Z&sig=CANARY");

    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("?");
    assertThat(server.requests()).isEmpty();
    assertNoSecret();
  }

  @Test
  void throttlingPasses() throws Exception {
    server.faults().on(Operation.FLUSH).nth(2).busy(Duration.ofSeconds(1));
    server.faults().on(Operation.RENAME).nth(1).busy(Duration.ofSeconds(1));

    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).contains("1 SUCCESS in ");
    assertThat(run.err()).isEmpty();
    assertThat(LakeDownload.of(server, "raw").files())
        .filteredOn(path -> path.startsWith("lake/t/"))
        .hasSize(1);
  }

  @Test
  void aServerThatIsDown() throws Exception {
    try (ServerSocket nobody = new ServerSocket(0)) {
      penstock.with(
          "DLT_DESTINATION_FILESYSTEM_BUCKET_URL",
          "http://127.0.0.1:" + nobody.getLocalPort() + "/penstocktest/raw/lake");
    }

    assertRefused("?");
  }

  @Test
  void aServicePrincipalOverTls() throws Exception {
    try (EntraServer entra = EntraServer.start();
        AdlsServer lake = AdlsServer.https(TestTls.serverContext())) {
      principal(entra, lake, "CANARY good secret");

      Result run = penstock.run();

      assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
      assertThat(run.err()).isEmpty();
      assertThat(LakeDownload.of(lake, "raw", TestTls.clientContext()).files())
          .filteredOn(path -> path.startsWith("lake/t/"))
          .hasSize(1);
      assertNoSecret();
    }
  }

  @Test
  void aServicePrincipalWithoutRole() throws Exception {
    try (EntraServer entra = EntraServer.start();
        AdlsServer lake = AdlsServer.https(TestTls.serverContext())) {
      principal(entra, lake, "CANARY good secret");
      lake.access().gate(Gate.ROLE_MISSING);

      assertRefused("?");
    }
  }

  @Test
  void aWrongClientSecret() throws Exception {
    try (EntraServer entra = EntraServer.start();
        AdlsServer lake = AdlsServer.https(TestTls.serverContext())) {
      principal(entra, lake, "CANARY bad secret");

      assertRefused("?");
    }
  }

  private void principal(EntraServer entra, AdlsServer lake, String secret) {
    entra.addTenant(TENANT).addApp(TENANT, CLIENT, "CANARY good secret");
    lake.createContainer("raw");
    lake.access()
        .acceptBearer(
            token -> entra.accepts(token).filter(t -> t.audience().equals(STORAGE)).isPresent());
    lake(lake);
    key("");
    penstock
        .withJava(TestTls.trustArguments())
        .with("AZURE_AUTHORITY_HOST", entra.authorityHost())
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_TENANT_ID", TENANT)
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_CLIENT_ID", CLIENT)
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_CLIENT_SECRET", secret);
  }

  private void lake(AdlsServer lake) {
    penstock.with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", lake.endpoint() + "/raw/lake");
  }

  private void key(String key) {
    penstock.with("DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY", key);
  }

  /** The job fails with this message; everything else is as calm as ever. */
  private void assertRefused(String message) throws Exception {
    Result run = penstock.run();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("FAILED job: " + message + "\n").contains("1 FAILED in ");
    assertThat(run.out()).doesNotContain("Exception", "\tat ");
    assertThat(audit()).contains(",job,FAILED,0,");
    assertNoSecret();
  }

  private String audit() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      Path audit = files.filter(path -> path.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readString(audit);
    }
  }

  private void assertNoSecret() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      List<Path> files = paths.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("CANARY", AdlsServer.KEY);
      }
    }
  }
}
