package dev.penstock.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.Problem;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.adls.AdlsContainers;
import dev.penstock.testing.azure.AccessRules.Gate;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.Operation;
import dev.penstock.testing.azure.TestTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the doctor says of a storage account, through the real library. */
final class AdlsCheckupTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String CLIENT = "22222222-2222-2222-2222-222222222222";
  private static final String CANARY = "c4n4ry-secret";
  private static final AdlsAccess KEY = key(AdlsServer.KEY);
  private static final String GIVE_ROLE =
      "mend: Give it the role Storage Blob Data Contributor on container 'raw' or account 'penstocktest' (az role assignment create), and wait up to 10 minutes until it holds. Owner and Contributor do not include it.\n";
  private static final String NOTHING_WRONG =
      """
      ok
      place: http://127.0.0.1:PORT/penstocktest/raw
      address: 127.0.0.1
      encryption: none
      clock: agrees with ours
      identity: key of account penstocktest
      hierarchical namespace: yes
      allowed: list, create, rename without overwrite, read, delete
      """;

  private AdlsServer server;
  private Clock clock = Clock.systemUTC();

  @BeforeEach
  void start() throws IOException {
    server = AdlsServer.http();
    server.createContainer("raw");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static AdlsAccess key(String key) {
    return new AdlsAccess.AccountKey(AdlsServer.ACCOUNT, new Secret(key, "test"));
  }

  private String examine(AdlsAccess access) {
    return examine(URI.create(server.endpoint()), access, HttpClient.newHttpClient());
  }

  private String examine(URI endpoint, AdlsAccess access, HttpClient knocker) {
    AdlsAddress address = new AdlsAddress(endpoint, AdlsServer.ACCOUNT, "raw", StoragePath.ROOT);
    Lake lake =
        new Lake() {
          @Override
          public List<Problem> problems() {
            return List.of();
          }

          @Override
          public Containers open() {
            return new AdlsContainers(
                address, access, AzureHttp.client(Map.of(), TestTls.clientContext()));
          }
        };
    FrontDoor door = new FrontDoor(() -> knocker, clock);
    Checkup checkup = new LakeCheckup(lake, Optional.of("raw"), door, clock);
    String said = Said.by(new Doctor(1, Duration.ofMinutes(1)).examine(List.of(checkup)).get(0));
    assertThat(said).doesNotContain(AdlsServer.KEY).doesNotContain(CANARY);
    return said;
  }

  @Test
  void saysWhatIsAllowed() {
    assertThat(examine(KEY)).isEqualTo(NOTHING_WRONG);
    assertThat(server.count(Operation.DELETE)).isPositive();
  }

  @Test
  void saysHowLongASasIsGood() {
    server.access().acceptSas(CANARY);
    AdlsAccess sas =
        new AdlsAccess.SasToken(
            new Secret(
                "sv=2022-11-02&sp=racwdlme&sr=c&se=2199-12-31T00:00:00Z&sig=" + CANARY, "t"));
    assertThat(examine(sas))
        .isEqualTo(
            """
          ok
          place: http://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: none
          clock: agrees with ours
          identity: SAS token, until 2199-12-31T00:00:00Z
          hierarchical namespace: yes
          allowed: list, create, rename without overwrite, read, delete
          """);
  }

  @Test
  void saysWhomATokenNames() throws IOException {
    assertThat(examineSignedIn(Gate.OPEN))
        .startsWith("ok\n")
        .contains(
            """
            identity: service principal 22222222-2222-2222-2222-222222222222 of tenant 11111111-1111-1111-1111-111111111111
            signed in as: 22222222-2222-2222-2222-222222222222 (appid)
            tenant: 11111111-1111-1111-1111-111111111111
            """)
        .endsWith("allowed: list, create, rename without overwrite, read, delete\n");
  }

  @Test
  void aMissingRoleIsNamed() throws IOException {
    assertThat(examineSignedIn(Gate.ROLE_MISSING))
        .startsWith("failed\n")
        .contains("signed in as: 22222222-2222-2222-2222-222222222222 (appid)\n")
        .contains(
            ": service principal 22222222-2222-2222-2222-222222222222 of tenant 11111111-1111-1111-1111-111111111111 may not do this.\n")
        .endsWith(GIVE_ROLE);
  }

  @Test
  void aRoleThatOnlyReadsShowsWhatItLacks() throws IOException {
    assertThat(examineSignedIn(Gate.READ_ONLY_ROLE))
        .startsWith("failed\n")
        .contains("allowed: list")
        .doesNotContain("rename")
        .contains("! cannot create ")
        .contains(GIVE_ROLE);
  }

  /** The library sends no token over plain http. */
  private String examineSignedIn(Gate gate) throws IOException {
    try (EntraServer entra = EntraServer.start().addApp(TENANT, CLIENT, CANARY);
        AdlsServer tls = AdlsServer.https(TestTls.serverContext())) {
      tls.createContainer("raw");
      tls.access().acceptTokensOf(entra, TENANT);
      tls.access().gate(gate);
      HttpClient trusting = HttpClient.newBuilder().sslContext(TestTls.clientContext()).build();
      return examine(URI.create(tls.endpoint()), principal(entra), trusting);
    }
  }

  private static AdlsAccess principal(EntraServer entra) {
    Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", entra.authorityHost());
    Identity identity =
        new Identities(environment, AzureHttp.client(environment, TestTls.clientContext()))
            .servicePrincipal(new ServicePrincipal(TENANT, CLIENT, new Secret(CANARY, "test")));
    return new AdlsAccess.SignedIn(identity);
  }

  @Test
  void aWrongKeyIsTold() {
    assertThat(examine(key("Y2FuYXJ5LWtleS1vZi1hbm90aGVyLWFjY291bnQ=")))
        .isEqualTo(
            """
          failed
          place: http://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: none
          clock: agrees with ours
          identity: key of account penstocktest
          ! cannot write to http://127.0.0.1:PORT/penstocktest/raw: the key of storage account 'penstocktest' is wrong, or was rotated.
          mend: Copy key1 or key2 from the portal (Access keys) into azure_storage_account_key.
          """);
  }

  @Test
  void aClockThatTheServiceRefusesIsTold() {
    server.access().clockAhead(Duration.ofMinutes(20));
    clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));
    assertThat(examine(KEY))
        .startsWith("failed\n")
        .containsPattern("clock: 1,(199|200) s ahead of ours\n")
        .containsPattern("! its clock is 1,(199|200) s ahead of ours\\.\nmend: Let this machine")
        .contains("this machine's clock is more than 15 minutes off.");
  }

  @Test
  void aFirewallIsTold() {
    server.access().gate(Gate.FIREWALL);
    assertThat(examine(KEY))
        .isEqualTo(
            """
          failed
          place: http://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: none
          clock: agrees with ours
          identity: key of account penstocktest
          ! cannot write to http://127.0.0.1:PORT/penstocktest/raw: the network rules of storage account 'penstocktest' do not let this machine in.
          mend: Allow its address in the portal (Networking, Firewall), or run where the account's private endpoints are (both dfs and blob are needed); with public access disabled only those answer.
          """);
  }

  @Test
  void aContainerThatDoesNotExistIsTold() throws IOException {
    server.close();
    server = AdlsServer.http();
    assertThat(examine(KEY))
        .isEqualTo(
            """
          failed
          place: http://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: none
          clock: agrees with ours
          identity: key of account penstocktest
          ! cannot write to http://127.0.0.1:PORT/penstocktest/raw: storage account 'penstocktest' has no container 'raw'.
          mend: Make it in the portal (Containers, Add container), or with: az storage fs create --name raw --account-name penstocktest --auth-mode login
          """);
  }

  @Test
  void aFlatAccountIsTold() {
    server.flatNamespace();
    assertThat(examine(KEY))
        .isEqualTo(
            """
          failed
          place: http://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: none
          clock: agrees with ours
          identity: key of account penstocktest
          ! cannot write to http://127.0.0.1:PORT/penstocktest/raw: storage account 'penstocktest' has no hierarchical namespace, so that renaming a file is not one step and two runs could both commit.
          mend: Upgrade the account (portal: Data Lake Gen2 upgrade; or az storage account hns-migration start --type upgrade --name penstocktest), or make one with az storage account create --enable-hierarchical-namespace true.
          """);
  }

  @Test
  void aRightThatLacksAtTheEndIsTold() {
    server.access().deny(Operation.RENAME);
    assertThat(examine(KEY))
        .isEqualTo(
            """
          failed
          place: http://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: none
          clock: agrees with ours
          identity: key of account penstocktest
          hierarchical namespace: yes
          allowed: list, create, read, delete
          ! cannot move http://127.0.0.1:PORT/penstocktest/raw/_penstock/doctor-ID/first to http://127.0.0.1:PORT/penstocktest/raw/_penstock/doctor-ID/renamed: whoever holds the key may not do this.
          mend: Give it the role Storage Blob Data Contributor on container 'raw' or account 'penstocktest' (az role assignment create), and wait up to 10 minutes until it holds. Owner and Contributor do not include it.
          """);
  }

  @Test
  void anAccountThatDoesNotExistIsToldAtOnce() {
    assertThat(
            examine(URI.create("https://acct.dfs.core.invalid"), KEY, HttpClient.newHttpClient()))
        .isEqualTo(
            """
          failed
          place: abfss://raw@acct.dfs.core.invalid
          ! the name acct.dfs.core.invalid does not resolve.
          likely: a typo, or a private endpoint, whose name resolves only inside its network, and there only with its private DNS zone linked.
          mend: Check the address, and the network, proxy and firewall of this machine.
          """);
  }

  @Test
  void aTrustedCertificateIsShown() throws IOException {
    try (AdlsServer tls = AdlsServer.https(TestTls.serverContext())) {
      tls.createContainer("raw");
      HttpClient trusting = HttpClient.newBuilder().sslContext(TestTls.clientContext()).build();
      assertThat(examine(URI.create(tls.endpoint()), KEY, trusting))
          .isEqualTo(
              """
          ok
          place: https://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          encryption: TLSv1.3, certificate verified (until DAY)
          clock: agrees with ours
          identity: key of account penstocktest
          hierarchical namespace: yes
          allowed: list, create, rename without overwrite, read, delete
          """);
    }
  }

  @Test
  void anUnknownAuthorityIsToldBeforeAnybodySignsIn() throws IOException {
    try (AdlsServer tls = AdlsServer.https(TestTls.serverContext())) {
      assertThat(examine(URI.create(tls.endpoint()), KEY, HttpClient.newHttpClient()))
          .isEqualTo(
              """
          failed
          place: https://127.0.0.1:PORT/penstocktest/raw
          address: 127.0.0.1
          ! 127.0.0.1:PORT cannot be reached (PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target).
          likely: the certificate is signed by an authority that this Java does not know: a proxy of the company that looks into TLS, or a server with a certificate of its own. Have the authority's certificate put into a trust store and name that with PENSTOCK_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE.
          mend: Check the address, and the network, proxy and firewall of this machine.
          """);
      assertThat(tls.requests()).isEmpty();
    }
  }
}
