package dev.penstock.testing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.common.ParallelTransferOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.file.datalake.DataLakeFileClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeServiceClientBuilder;
import com.azure.storage.file.datalake.models.DataLakeRequestConditions;
import com.azure.storage.file.datalake.models.LeaseStateType;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import com.azure.storage.file.datalake.models.PathItem;
import com.azure.storage.file.datalake.options.DataLakeFileAppendOptions;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClient;
import com.azure.storage.file.datalake.specialized.DataLakeLeaseClientBuilder;
import dev.penstock.identity.AzureHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

final class AdlsServerContractTest {
  private static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String STORAGE = "https://storage.azure.com";

  private AdlsServer server;
  private DataLakeFileSystemClient lake;

  @BeforeEach
  void start() {
    server = AdlsServer.http();
    lake = lake(AdlsServer.KEY);
    lake.create();
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

  private DataLakeFileClient write(String path, String text) {
    DataLakeFileClient file = lake.getFileClient(path);
    file.create(true);
    file.append(BinaryData.fromString(text), 0);
    file.flush(text.length(), true);
    return file;
  }

  private static void refused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpResponseException.class,
            e -> {
              assertThat(e.getResponse().getStatusCode()).isEqualTo(status);
              assertThat(e.getResponse().getHeaderValue(CODE)).isEqualTo(code);
            });
  }

  private static DataLakeRequestConditions absent() {
    return new DataLakeRequestConditions().setIfNoneMatch("*");
  }

  @Test
  void readsWhatWasFlushedAndMakesTheParents() {
    assertThat(write("a/b c/d=é.txt", "hello").openInputStream().getProperties().getFileSize())
        .isEqualTo(5);
    assertThat(lake.getDirectoryClient("a/b c").getProperties().isDirectory()).isTrue();
  }

  @Test
  void keepsAppendsInvisibleUntilTheFlushAndRefusesGaps() {
    DataLakeFileClient file = lake.getFileClient("f");
    file.create();
    file.append(BinaryData.fromString("lo"), 3);
    refused(() -> file.flush(5, true), 400, "InvalidFlushPosition");
    assertThat(file.getProperties().getFileSize()).isZero();
    file.append(BinaryData.fromString("hel"), 0);
    file.flush(5, true);
    assertThat(file.getProperties().getFileSize()).isEqualTo(5);
  }

  /** The library names the state that it read first by a tag without quotes. */
  @Test
  void letsAFileBeReadInPartsToAFile(@TempDir Path folder) {
    DataLakeFileClient file = write("f", "x".repeat(5000));
    Path copy = folder.resolve("copy");
    file.readToFileWithResponse(
        copy.toString(),
        null,
        new ParallelTransferOptions().setBlockSizeLong(1024L).setMaxConcurrency(2),
        null,
        null,
        false,
        null,
        Duration.ofSeconds(20),
        Context.NONE);
    assertThat(copy).hasSize(5000);
    assertThat(server.count(Operation.READ)).isGreaterThan(1);
  }

  @Test
  void takesTagsWithQuotesAndWithout() {
    DataLakeFileClient file = write("f", "x");
    for (String quote : new String[] {"", "\""}) {
      String bare = file.getProperties().getETag().replace("\"", "");
      DataLakeRequestConditions same =
          new DataLakeRequestConditions().setIfMatch(quote + bare + quote);
      assertThat(file.getPropertiesWithResponse(same, null, Context.NONE).getStatusCode())
          .isEqualTo(200);
      assertThat(
              file.flushWithResponse(1, true, false, null, same, null, Context.NONE)
                  .getStatusCode())
          .isEqualTo(200);
      refused(
          () -> file.flushWithResponse(1, true, false, null, same, null, Context.NONE),
          412,
          "ConditionNotMet");
    }
  }

  @Test
  void createsOnlyOnceWhenAskedTo() {
    write("f", "x");
    refused(() -> lake.getFileClient("f").create(false), 409, "PathAlreadyExists");
  }

  @Test
  void renamesAFileWithItsEtagAndRefusesATakenName() {
    String etag = write("d/a", "one").getProperties().getETag();
    write("d/b", "two");
    DataLakeFileClient a = lake.getFileClient("d/a");
    refused(
        () -> a.renameWithResponse(null, "d/b", null, absent(), null, Context.NONE),
        409,
        "PathAlreadyExists");
    refused(() -> a.rename(null, "none/b"), 404, "RenameDestinationParentPathNotFound");
    assertThat(a.rename(null, "d/c").getProperties().getETag()).isEqualTo(etag);
    refused(() -> a.rename(null, "d/e"), 404, "SourcePathNotFound");
  }

  @Test
  void renamesAWholeDirectoryAndDeletesItOnlyWhenRecursive() {
    write("d/x/f", "1");
    lake.getDirectoryClient("d").rename(null, "e");
    assertThat(lake.getFileClient("e/x/f").exists()).isTrue();
    assertThat(lake.getFileClient("d/x/f").exists()).isFalse();
    refused(() -> lake.getDirectoryClient("e").delete(), 409, "DirectoryNotEmpty");
    lake.getDirectoryClient("e").deleteRecursively();
    assertThat(lake.getDirectoryClient("e").exists()).isFalse();
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

  private static DataLakeLeaseClient lease(DataLakeFileClient file) {
    return new DataLakeLeaseClientBuilder().fileClient(file).buildClient();
  }

  @Test
  void leasesAFileToOneAtATime() {
    DataLakeFileClient file = write("f", "x");
    DataLakeLeaseClient mine = lease(file);
    DataLakeLeaseClient other = lease(file);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
    mine.acquireLease(15);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.LEASED);
    refused(() -> other.acquireLease(15), 409, "LeaseAlreadyPresent");
    refused(file::delete, 412, "LeaseIdMissing");
    mine.renewLease();
    mine.breakLease();
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.BROKEN);
    refused(mine::renewLease, 409, "LeaseIsBrokenAndCannotBeRenewed");
    other.acquireLease(-1);
    refused(mine::releaseLease, 409, "LeaseIdMismatchWithLeaseOperation");
    other.releaseLease();
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
    file.delete();
  }

  @Test
  void dropsTheLeaseOfAFileThatIsOverwritten() {
    DataLakeFileClient file = write("f", "x");
    lease(file).acquireLease(15);
    file.create(true);
    assertThat(file.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
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
  void refusesBytesThatChangedOnTheirWay() {
    DataLakeFileClient file = lake.getFileClient("f");
    file.create();
    DataLakeFileAppendOptions wrong = new DataLakeFileAppendOptions().setContentHash(new byte[16]);
    refused(
        () -> file.appendWithResponse(BinaryData.fromString("x"), 0, wrong, null, Context.NONE),
        400,
        "Md5Mismatch");
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
