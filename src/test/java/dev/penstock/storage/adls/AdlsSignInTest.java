package dev.penstock.storage.adls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpClient;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.secret.Secret;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import dev.penstock.testing.azure.AccessRules.Gate;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.StandInAnswer;
import dev.penstock.testing.azure.TestTls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lake over TLS, opened by whoever signs in. */
final class AdlsSignInTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String APP = "22222222-2222-2222-2222-222222222222";
  private static final String CANARY = "canary~secret~8Q";
  private static final String PRINCIPAL = "service principal " + APP + " of tenant " + TENANT;
  private static final StoragePath FILE = new StoragePath("orders/a");

  private final EntraServer entra = EntraServer.start().addApp(TENANT, APP, CANARY);
  private final AdlsServer account = AdlsServer.https(TestTls.serverContext());
  private final HttpClient http = AzureHttp.client(Map.of(), TestTls.clientContext());

  @BeforeEach
  void introduce() {
    account.createContainer(AdlsStores.CONTAINER);
    account.access().acceptTokensOf(entra, TENANT);
  }

  @AfterEach
  void close() {
    account.close();
    entra.close();
  }

  @Test
  void saysInTheWordsOfTheSignInThatItWasRefused() {
    try (Storage storage = open(principal("wrong"))) {
      assertThatThrownBy(() -> storage.list(FILE.parent()))
          .hasMessage(
              "cannot list "
                  + account.endpoint()
                  + "/lake/orders: "
                  + PRINCIPAL
                  + ": the client secret is wrong (AADSTS7000215).\n"
                  + "Give the value of the secret, not its id: Azure portal, App registrations,"
                  + " Certificates and secrets. A value that nobody kept must be made anew.")
          .extracting("code")
          .isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(tokensWanted()).as("not asked again").isOne();
      assertThat(account.requests()).isEmpty();
    }
  }

  @Test
  void saysThatNothingHereSignsIn() {
    Identity nobody =
        identities(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"))
            .defaultIdentity();
    try (Storage storage = open(nobody)) {
      assertThatThrownBy(() -> storage.create(FILE))
          .hasMessage(
              """
              cannot write to %s/lake: default credential: nothing here says who this process is \
              to Azure. Tried:
              - environment: AZURE_TENANT_ID is not set
              - workload identity: AZURE_FEDERATED_TOKEN_FILE is not set
              - managed identity: this machine has no metadata service at http://127.0.0.1:1
              - Azure CLI: az is not installed
              - Azure PowerShell: pwsh is not installed
              - Azure Developer CLI: azd is not installed
              Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, give the machine a \
              managed identity, or run az login."""
                  .formatted(account.endpoint()))
          .extracting("code")
          .isEqualTo(ErrorCode.SECRET);
      assertThat(account.requests()).isEmpty();
    }
  }

  @Test
  void takesANewTokenInMidUpload() {
    entra
        .loginFaults()
        .answer(
            1,
            request -> request.path().endsWith("/token"),
            StandInAnswer.json(
                200,
                Map.of(
                    "token_type",
                    "Bearer",
                    "expires_in",
                    1,
                    "access_token",
                    entra.appToken(TENANT, APP, "https://storage.azure.com"))));
    byte[] block = new byte[AdlsStores.SIGNING_IN.blockBytes()];
    long blocks = 0;
    try (Storage storage = open(principal(CANARY));
        Upload upload = storage.create(FILE)) {
      Instant longest = Instant.now().plusSeconds(20);
      while (blocks < 3 || (tokensWanted() < 2 && Instant.now().isBefore(longest))) {
        upload.write(block, 0, block.length);
        blocks++;
      }
      upload.complete();
      assertThat(tokensWanted()).isEqualTo(2);
      assertThat(storage.find(FILE).map(FileInfo::bytes)).contains(blocks * block.length);
    }
  }

  /** The first request of a writer is a HEAD, whose refusal has no body that could say why. */
  @Test
  void saysWhichRoleIsMissingAtTheFirstWrite() {
    account.access().gate(Gate.ROLE_MISSING);
    try (Storage storage = open(principal(CANARY))) {
      assertThatThrownBy(() -> storage.create(FILE))
          .hasMessage(
              "cannot write to "
                  + account.endpoint()
                  + "/lake: "
                  + PRINCIPAL
                  + " may not do this.\nGive it the role Storage Blob Data Contributor on container"
                  + " 'lake' or account 'penstocktest' (az role assignment create), and wait up to"
                  + " 10 minutes until it holds. Owner and Contributor do not include it.")
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
  }

  @Test
  void saysThatTheClockIsWrongAtTheFirstWrite() {
    account.access().clockAhead(Duration.ofMinutes(20));
    assertFirstWriteRefused(
        AdlsStores.key(),
        "this machine's clock is more than 15 minutes off.\n"
            + "Set this machine's clock right (ntp), then run the job again.");
  }

  @Test
  void saysThatTheKeyIsWrongAtTheFirstWrite() {
    assertFirstWriteRefused(
        new AdlsAccess.AccountKey(AdlsServer.ACCOUNT, new Secret("d3Jvbmc=", "the test")),
        "the key of storage account 'penstocktest' is wrong, or was rotated.\n"
            + "Copy key1 or key2 from the portal (Access keys) into azure_storage_account_key.");
  }

  @Test
  void saysThatTheSasTokenExpiredAtTheFirstWrite() {
    account.access().acceptSas("good");
    AdlsAccess expired =
        new AdlsAccess.SasToken(
            new Secret("sv=2023&sp=racwdlme&se=2026-01-02T03:04:05Z&sig=good", "the test"));
    try (Storage storage = open(expired, http)) {
      assertThatThrownBy(() -> storage.create(FILE))
          .hasMessageStartingWith(
              "cannot write to "
                  + account.endpoint()
                  + "/lake: the SAS token expired at 2026-01-02T03:04:05Z; the service's")
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
  }

  @Test
  void saysThatTheNameIsNotKnown() {
    AdlsAddress nowhere =
        new AdlsAddress(
            URI.create("https://nowhere.invalid"),
            AdlsServer.ACCOUNT,
            AdlsStores.CONTAINER,
            StoragePath.ROOT);
    try (Storage storage =
        AdlsStores.open(nowhere, AdlsStores.key(), http, AdlsStores.SIGNING_IN)) {
      assertThatThrownBy(() -> storage.list(FILE.parent()))
          .hasMessage(
              "cannot list abfss://lake@nowhere.invalid/orders: the name nowhere.invalid is not"
                  + " known to DNS.\nCheck the storage account's name 'penstocktest'; private"
                  + " endpoints and their DNS zones are needed for both dfs and blob.")
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_UNREACHABLE);
    }
  }

  @Test
  @Secures(Measure.TLS_AZURE)
  void saysThatNobodyVouchesForTheService() {
    try (Storage storage = open(AdlsStores.key(), AzureHttp.client(Map.of()))) {
      assertThatThrownBy(() -> storage.list(FILE.parent()))
          .hasMessage(
              "cannot list "
                  + account.endpoint()
                  + "/lake/orders: the TLS certificate of 127.0.0.1 is not trusted.\nIf a proxy"
                  + " opens TLS here, add its certificate to the trust store of Java (keytool"
                  + " -importcert -cacerts), or exempt this host from it.")
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
  }

  private void assertFirstWriteRefused(AdlsAccess access, String words) {
    try (Storage storage = open(access, http)) {
      assertThatThrownBy(() -> storage.create(FILE))
          .hasMessage("cannot write to " + account.endpoint() + "/lake: " + words)
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
  }

  private long tokensWanted() {
    return entra.loginRequests().stream()
        .filter(request -> request.path().endsWith("/token"))
        .count();
  }

  private Identity principal(String secret) {
    return identities(Map.of())
        .servicePrincipal(new ServicePrincipal(TENANT, APP, new Secret(secret, "the test")));
  }

  private Identities identities(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("AZURE_AUTHORITY_HOST", entra.authorityHost());
    return new Identities(environment, http);
  }

  private Storage open(Identity identity) {
    return open(new AdlsAccess.SignedIn(identity), http);
  }

  private Storage open(AdlsAccess access, HttpClient client) {
    return AdlsStores.open(
        AdlsStores.address(account.endpoint(), StoragePath.ROOT),
        access,
        client,
        AdlsStores.SIGNING_IN);
  }
}
