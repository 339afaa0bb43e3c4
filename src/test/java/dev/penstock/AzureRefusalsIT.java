package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
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

/**
 * What a lake that does not let a run in comes to, with the packaged jar where TLS or the start
 * matter.
 */
final class AzureRefusalsIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String OTHER_KEY = "CANARY".repeat(14) + "CA==";

  @TempDir Path home;
  private PenstockProcess penstock;
  private AdlsServer server;

  private static void oneJob(Path home) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (id integer)");
      statement.execute("insert into t values (1), (2)");
    }
    new Sheets()
        .row("Sources", "source_name", "shop", "path", home.resolve("shop.db").toString())
        .job("job", "sqlite", "shop", "t")
        .write(home.resolve("config/ingestion_config.xlsx"));
  }

  @BeforeEach
  void aLakeThatLetsUsIn() throws Exception {
    oneJob(home);
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

    assertRefused(
        """
        cannot write to LAKE/other/lake: storage account 'penstocktest' has no container 'other'.
          Make it in the portal (Containers, Add container), or with: az storage fs create --name other --account-name penstocktest --auth-mode login
        """);
  }

  @Test
  void aWrongKey() throws Exception {
    key(OTHER_KEY);

    assertRefused(
        penstock.run(),
        server,
        """
        cannot write to LAKE/raw/lake: the key of storage account 'penstocktest' is wrong, or was rotated.
          Copy key1 or key2 from the portal (Access keys) into azure_storage_account_key.
        """);
  }

  @Test
  void aFirewall() throws Exception {
    server.access().gate(Gate.FIREWALL);

    assertRefused(
        """
        cannot write to LAKE/raw/lake: the network rules of storage account 'penstocktest' do not let this machine in.
          Allow its address in the portal (Networking, Firewall), or run where the account's private endpoints are (both dfs and blob are needed); with public access disabled only those answer.
        """);
  }

  @Test
  @BadInput(
      value = Input.FLAT_NAMESPACE,
      says =
          "storage account 'penstocktest' has no hierarchical namespace, so that renaming a file is not one step and two runs could both commit.\n  Upgrade the account (portal: Data Lake Gen2 upgrade; or az storage account hns-migration start --type upgrade --name penstocktest), or make one with az storage account create --enable-hierarchical-namespace true.")
  void aFlatAccount() throws Exception {
    server.flatNamespace();

    assertRefused(
        """
        cannot write to LAKE/raw/lake: storage account 'penstocktest' has no hierarchical namespace, so that renaming a file is not one step and two runs could both commit.
          Upgrade the account (portal: Data Lake Gen2 upgrade; or az storage account hns-migration start --type upgrade --name penstocktest), or make one with az storage account create --enable-hierarchical-namespace true.
        """);
  }

  @Test
  void aSasThatTheAccountDoesNotKnow() throws Exception {
    key("");
    penstock.with(
        "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_SAS_TOKEN",
        "sv=2024-11-04&sr=c&sp=racwdlme&se=2999-01-01T00:00:00Z&sig=CANARY");

    assertRefused(
        """
        cannot write to LAKE/raw/lake: the SAS token is not one of storage account 'penstocktest', or its key was rotated.
          Copy it whole, without a question mark before it, or make a new one.
        """);
  }

  @Test
  void aSasThatHasExpired() throws Exception {
    key("");
    penstock.with(
        "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_SAS_TOKEN",
        "sv=2024-11-04&sr=c&sp=racwdlme&se=2020-01-01T00:00:00Z&sig=CANARY");

    Result run = penstock.runHere();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            [destination.filesystem.credentials] azure_storage_sas_token: it expired at 2020-01-01T00:00:00Z.
            Make a new SAS, or sign in with an identity, which does not expire.
            """);
    assertThat(server.requests()).isEmpty();
    assertNoSecret(home);
  }

  @Test
  void throttlingPasses() throws Exception {
    server.faults().on(Operation.FLUSH).nth(2).busy(Duration.ofSeconds(1));
    server.faults().on(Operation.RENAME).nth(1).busy(Duration.ofSeconds(1));

    Result run = penstock.runHere();

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).contains("1 SUCCESS in ");
    assertThat(run.err()).isEmpty();
    assertThat(LakeDownload.of(server, "raw").files())
        .filteredOn(path -> path.startsWith("lake/t/"))
        .hasSize(1);
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
      assertNoSecret(home);
    }
  }

  @Test
  @BadInput(
      value = Input.MISSING_ROLE,
      says =
          "may not do this.\n  Give it the role Storage Blob Data Contributor on container 'raw' or account 'penstocktest' (az role assignment create), and wait up to 10 minutes until it holds. Owner and Contributor do not include it.")
  void aServicePrincipalWithoutRole() throws Exception {
    try (EntraServer entra = EntraServer.start();
        AdlsServer lake = AdlsServer.https(TestTls.serverContext())) {
      principal(entra, lake, "CANARY good secret");
      lake.access().gate(Gate.ROLE_MISSING);

      assertRefused(
          penstock.run(),
          lake,
          """
          cannot write to LAKE/raw/lake: service principal 66666666-7777-8888-9999-000000000000 of tenant 11111111-2222-3333-4444-555555555555 may not do this.
            Give it the role Storage Blob Data Contributor on container 'raw' or account 'penstocktest' (az role assignment create), and wait up to 10 minutes until it holds. Owner and Contributor do not include it.
          """);
    }
  }

  @Test
  void aWrongClientSecret() throws Exception {
    try (EntraServer entra = EntraServer.start();
        AdlsServer lake = AdlsServer.https(TestTls.serverContext())) {
      principal(entra, lake, "CANARY bad secret");

      assertRefused(
          penstock.run(),
          lake,
          """
          cannot write to LAKE/raw/lake: service principal 66666666-7777-8888-9999-000000000000 of tenant 11111111-2222-3333-4444-555555555555: the client secret is wrong (AADSTS7000215).
            Give the value of the secret, not its id: Azure portal, App registrations, Certificates and secrets. A value that nobody kept must be made anew.
          """);
    }
  }

  private void principal(EntraServer entra, AdlsServer lake, String secret) {
    entra.addTenant(TENANT).addApp(TENANT, CLIENT, "CANARY good secret");
    lake.createContainer("raw");
    lake.access().acceptTokensOf(entra, TENANT);
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
    assertRefused(penstock.runHere(), server, message);
  }

  private void assertRefused(Result run, AdlsServer lake, String message) throws Exception {
    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\nFAILED job: " + message.replace("LAKE", lake.endpoint()))
        .contains("1 FAILED in ");
    assertThat(run.out()).doesNotContain("Exception", "\tat ");
    assertThat(audit()).contains(",job,FAILED,0,");
    assertNoSecret(home);
  }

  private String audit() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      Path audit = files.filter(path -> path.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readString(audit);
    }
  }

  private static void assertNoSecret(Path home) throws IOException {
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
