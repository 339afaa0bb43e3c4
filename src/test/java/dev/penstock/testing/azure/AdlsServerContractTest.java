package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.file.datalake.DataLakeFileClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeServiceClientBuilder;
import com.azure.storage.file.datalake.models.LeaseStateType;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import com.azure.storage.file.datalake.models.PathItem;
import dev.penstock.identity.AzureHttp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

final class AdlsServerContractTest extends LakeServiceContract {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String STORAGE = "https://storage.azure.com";

  private AdlsServer server;

  @Override
  protected DataLakeFileSystemClient open() {
    server = AdlsServer.http();
    DataLakeFileSystemClient made = lake(AdlsServer.KEY);
    made.create();
    return made;
  }

  @Override
  protected String folder() {
    return "";
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DataLakeFileSystemClient lake(String key) {
    return new DataLakeServiceClientBuilder()
        .endpoint(server.endpoint())
        .credential(new StorageSharedKeyCredential(AdlsServer.ACCOUNT, key))
        .httpClient(new JdkHttpClientBuilder().build())
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.FIXED, 1, Duration.ofSeconds(10), null, null, null))
        .buildClient()
        .getFileSystemClient("lake");
  }

  @Test
  void listsInPages() {
    server.pageSize(2);
    for (String name : new String[] {"d/a", "d/b+%", "d/c/é", "d/e"}) {
      write(name, "1");
    }
    assertThat(
            lake.listPaths(new ListPathsOptions().setPath("d").setRecursive(true), null).stream()
                .map(PathItem::getName))
        .containsExactly("d/a", "d/b+%", "d/c", "d/c/é", "d/e");
    assertThat(server.count(Operation.LIST)).isEqualTo(3);
    assertThat(lake.listPaths(new ListPathsOptions().setPath("d"), null)).hasSize(4);
  }

  @Test
  void refusesAWrongKey() {
    refused(() -> lake("d3Jvbmc=").getFileClient("f").create(), 403, "AuthenticationFailed");
  }

  @Test
  void failsByScriptAfterApplying() {
    FaultScript.Fault fault =
        server
            .faults()
            .on(Operation.RENAME)
            .nth(1)
            .afterApplying()
            .status(500, "InternalError", "The server encountered an internal error.");
    DataLakeFileClient file = write("f", "x");
    refused(() -> file.rename(null, "g"), 500, "InternalError");
    assertThat(fault.fired()).isEqualTo(1);
    assertThat(lake.getFileClient("g").exists()).isTrue();
  }

  @Test
  void refusesRenameAndAccessControlOnAFlatAccount() {
    server.flatNamespace();
    refused(
        () -> lake.getDirectoryClient("/").getAccessControl(),
        400,
        "HierarchicalNamespaceNotEnabled");
  }

  @Test
  void refusesByGate() {
    server.access().gate(AccessRules.Gate.FIREWALL);
    refused(() -> lake.getFileClient("f").create(), 403, "AuthorizationFailure");
    server.access().gate(AccessRules.Gate.READ_ONLY_ROLE);
    refused(() -> lake.getFileClient("f").create(), 403, "AuthorizationPermissionMismatch");
    assertThat(lake.getFileClient("f").exists()).isFalse();
  }

  @Test
  void letsALeaseRunOut() {
    lake.delete();
    server.leaseTimeScale(1e9);
    lake.create();
    DataLakeFileClient file = write("f", "x");
    lease(file).acquireLease(15);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.EXPIRED);
    lease(file).acquireLease(15);
  }

  @Test
  void goesOnWithAListingWhoseLastPathWasDeleted() {
    server.pageSize(2);
    for (String name : new String[] {"d/a", "d/b", "d/c"}) {
      write(name, "1");
    }
    ListPathsOptions options = new ListPathsOptions().setPath("d");
    var pages = lake.listPaths(options, null).iterableByPage().iterator();
    assertThat(pages.next().getValue()).hasSize(2);
    lake.getFileClient("d/b").delete();
    assertThat(pages.next().getValue()).extracting(PathItem::getName).containsExactly("d/c");
  }

  @Test
  void tellsWhyATokenIsRefused() {
    try (EntraServer entra = EntraServer.start().addTenant(TENANT);
        AdlsServer secure = AdlsServer.https(TestTls.serverContext())) {
      secure.createContainer("lake");
      secure.access().acceptTokensOf(entra, TENANT);
      String good = entra.appToken(TENANT, "app", STORAGE);
      signedIn(secure, good).getFileClient("f").create();
      String other = entra.appToken("22222222-2222-2222-2222-222222222222", "app", STORAGE);
      refusedToken(secure, other, "Issuer validation failed. Issuer did not match.");
      String vault = entra.appToken(TENANT, "app", "https://vault.azure.net");
      refusedToken(secure, vault, "Audience validation failed. Audience did not match.");
      entra.expireAllTokens();
      refusedToken(secure, good, "Lifetime validation failed. The token is expired.");
    }
  }

  private static void refusedToken(AdlsServer secure, String token, String detail) {
    ThrowingCallable create = () -> signedIn(secure, token).getFileClient("g").create();
    refused(create, 401, "InvalidAuthenticationInfo");
    assertThatThrownBy(create).hasMessageContaining(detail);
  }

  private static DataLakeFileSystemClient signedIn(AdlsServer secure, String token) {
    return new DataLakeServiceClientBuilder()
        .endpoint(secure.endpoint())
        .credential(
            (TokenCredential) request -> Mono.just(new AccessToken(token, OffsetDateTime.MAX)))
        .httpClient(AzureHttp.client(Map.of(), TestTls.clientContext()))
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.FIXED, 1, Duration.ofSeconds(10), null, null, null))
        .buildClient()
        .getFileSystemClient("lake");
  }
}
