package dev.penstock.storage.adls;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.TokenCredential;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Move;
import dev.penstock.storage.Upload;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.Operation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when the service says no, and that nothing secret is said with it. */
final class AdlsFailuresTest {
  private static final StoragePath FILE = new StoragePath("orders/a");
  private static final String SIGNATURE = "canary%2BSignature%3D";
  private static final AdlsAccess SAS =
      new AdlsAccess.SasToken(
          new Secret("sv=2023&sp=racwdlme&se=2026-11-29T04:00:00Z&sig=" + SIGNATURE, "the test"));

  private final AdlsServer account = AdlsStores.account();

  /** An answer to whatever is asked. */
  private record Reply(int status, String code, String message) {}

  @AfterEach
  void closeAccount() {
    account.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | FilesystemNotFound | storage account 'penstocktest' has no container 'lake'. | Make it in the portal (Containers, Add container), or with: az storage fs create --name lake --account-name penstocktest --auth-mode login
          403 | AuthorizationFailure | the network rules of storage account 'penstocktest' do not let this machine in. | Allow its address in the portal (Networking, Firewall), or run where the account's private endpoints are (both dfs and blob are needed); with public access disabled only those answer.
          403 | AuthenticationFailed | the key of storage account 'penstocktest' is wrong, or was rotated. | Copy key1 or key2 from the portal (Access keys) into azure_storage_account_key.
          403 | KeyBasedAuthenticationNotPermitted | storage account 'penstocktest' lets nobody in by key. | Sign in instead (take azure_storage_account_key out), or allow storage account key access under Configuration.
          403 | AccountIsDisabled | storage account 'penstocktest' is disabled. | Look in the portal whether its subscription has ended or is over its limit.
          409 | PathIsTooDeep | the path has more than 63 folders. | Shorten target_folder_path or layout.
          400 | InvalidResourceName | the service takes no such name (InvalidResourceName). | Use shorter folder names, without control characters, ending in no dot.
          409 | PathConflict | a file stands where a folder is needed, or a folder where a file is. | Move it away, or name another folder.
          418 | Teapot | the service answered 418 Teapot, request id %s. | Look the code up under 'Azure Data Lake Storage error codes', or ask Microsoft's support with the request id.
          """)
  void refusesForGood(int status, String code, String what, String mend) {
    IngestException failure = refused(keyed(), new Reply(status, code, "words"));
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE_REFUSED);
    assertThat(failure)
        .hasMessage(
            "cannot list %s/lake/orders: %s\n%s"
                .formatted(account.endpoint(), what.formatted(lastRequestId()), mend));
  }

  @ParameterizedTest
  @CsvSource({
    "503, ServerBusy, the account is too busy",
    "429, TooManyRequests, the account is too busy",
    "500, InternalError, the service failed",
    "408, OperationTimedOut, the service failed"
  })
  void hopesForLater(int status, String code, String what) {
    IngestException failure = refused(keyed(), new Reply(status, code, "words"));
    assertThat(failure.code()).isEqualTo(ErrorCode.STORAGE);
    assertThat(failure)
        .hasMessageStartingWith(
            "cannot list %s/lake/orders: %s (%d %s, request id %s), after several tries.\n"
                .formatted(account.endpoint(), what, status, code, lastRequestId()));
    assertThat(account.takeOperations()).hasSize(AdlsStores.QUICK.maxTries());
  }

  @Test
  void saysThatASasTokenExpiredInMidUpload() {
    account.access().acceptSas("canary+Signature=");
    AdlsAccess soon = sas(Instant.now().plusSeconds(60));
    try (Storage storage = open(soon);
        Upload upload = storage.create(FILE)) {
      byte[] content = new byte[5000];
      upload.write(content, 0, content.length);
      account.access().clockAhead(Duration.ofMinutes(2));
      assertThatThrownBy(
              () -> {
                upload.write(content, 0, content.length);
                upload.complete();
              })
          .hasMessageMatching(
              Pattern.quote(
                      "cannot write "
                          + account.endpoint()
                          + "/lake/orders/a: the SAS token expired at ")
                  + "20[-0-9]+T[:0-9]+Z; the service's clock says 20[-0-9]+T[:0-9]+Z\\."
                  + Pattern.quote(
                      "\nMake a new SAS token that outlives the longest run, and put it into"
                          + " azure_storage_sas_token."))
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
    }
  }

  /** Refusals of both endpoints are read: lists come from one, files from the other. */
  @Test
  void saysWhenASasTokenBeginsAndEnds() {
    account.access().acceptSas("canary+Signature=");
    Instant end = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    try (Storage storage = open(sas(end))) {
      assertThatThrownBy(() -> storage.list(FILE.parent()))
          .hasMessageContaining(
              "/lake/orders: the SAS token expired at " + end + "; the service's");
      assertThatThrownBy(() -> storage.open(FILE, 0))
          .hasMessageContaining("/lake/orders/a: the SAS token expired at " + end + ";");
    }
    account.access().clockAhead(Duration.ofDays(-30));
    try (Storage storage = open(sas(end))) {
      assertThatThrownBy(() -> storage.list(FILE.parent()))
          .hasMessageContaining(
              ": the SAS token is not valid before 2026-11-20T00:00:00Z, and the");
    }
  }

  private static AdlsAccess sas(Instant end) {
    return new AdlsAccess.SasToken(
        new Secret(
            "sv=2023&sp=racwdlme&st=2026-11-20T00:00:00Z&se=" + end + "&sig=" + SIGNATURE,
            "the test"));
  }

  @Test
  @BadInput(
      value = Input.CLOCK,
      says =
          ": this machine's clock is more than 15 minutes off.\nSet this machine's clock right (ntp), then run the job again.")
  void saysThatTheClockIsWrong() {
    account.access().clockAhead(Duration.ofMinutes(20));
    try (Storage storage = keyed()) {
      assertThatThrownBy(() -> storage.list(FILE.parent()))
          .hasMessageEndingWith(
              ": this machine's clock is more than 15 minutes off.\n"
                  + "Set this machine's clock right (ntp), then run the job again.");
    }
  }

  @Test
  void saysWhatASasTokenLacks() {
    assertThat(refused(open(SAS), new Reply(403, "AuthorizationPermissionMismatch", "words")))
        .hasMessage(
            "cannot list "
                + account.endpoint()
                + "/lake/orders: the SAS token does not permit this.\nMake a SAS token for the"
                + " container with the permissions racwdlme (read, add, create, write, delete, list,"
                + " move, execute), https, and no restriction to other addresses.");
  }

  @Test
  void namesTheRoleAndWhoLacksIt() {
    Answer answer =
        new Answer(
            Answer.Kind.REPLY,
            403,
            "AuthorizationPermissionMismatch",
            "",
            Optional.empty(),
            "request-1");
    assertThat(refusals().of(answer).words())
        .isEqualTo(
            "the managed identity of this machine may not do this.\nGive it the role Storage Blob"
                + " Data Contributor on container 'lake' or account 'penstocktest' (az role assignment"
                + " create), and wait up to 10 minutes until it holds. Owner and Contributor do not"
                + " include it.");
  }

  @Test
  @BadInput(
      value = Input.WRONG_TENANT,
      taken = "lake: whoever signed in belongs to another tenant than the storage account")
  void tellsWrongTenantsFromExpiredTokens() {
    assertThat(
            refusals().of(unauthorised("Issuer validation failed. Issuer did not match.")).words())
        .startsWith(
            "the managed identity of this machine belongs to another tenant than storage account"
                + " 'penstocktest'.\n");
    assertThat(
            refusals()
                .of(unauthorised("Lifetime validation failed. The token is expired."))
                .words())
        .startsWith("the token of the managed identity of this machine has expired.\n");
  }

  @Test
  void refusesAnAccountWithoutHierarchicalNamespaceBeforeTheFirstWrite() {
    account.flatNamespace();
    try (Storage storage = keyed()) {
      assertThatThrownBy(() -> storage.create(FILE))
          .hasMessageStartingWith(
              "cannot write to "
                  + account.endpoint()
                  + "/lake: storage account 'penstocktest' has no hierarchical namespace, so that renaming a"
                  + " file is not one step and two runs could both commit.\nUpgrade the account ")
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
      assertThat(account.takeOperations()).containsExactly(Operation.ACCESS_CONTROL);
    }
  }

  /** Who may write files may not therefore read the lists of who may what. */
  @Test
  void writesWhereAskingForTheNamespaceIsForbidden() {
    account
        .faults()
        .on(Operation.ACCESS_CONTROL)
        .status(403, "AuthorizationFailure", "This request is not authorized.");
    try (Storage storage = keyed()) {
      assertThat(storage.putIfAbsent(FILE, "x".getBytes(UTF_8))).isTrue();
      assertThat(storage.move(FILE, new StoragePath("b"))).isEqualTo(Move.MOVED);
      assertThat(account.takeOperations()).containsOnlyOnce(Operation.ACCESS_CONTROL);
    }
  }

  @Test
  void doesNotKnowWhetherAPutWithoutAnswersHappened() {
    try (Storage storage = keyed()) {
      answer(Operation.RENAME, new Reply(504, "", ""));
      assertThatThrownBy(() -> storage.putIfAbsent(FILE, "x".getBytes(UTF_8)))
          .isInstanceOf(CommitUnknownException.class)
          .hasMessageEndingWith("\nYet there may be a file orders/a now.");
      account.faults().clear();
      assertThat(storage.list(StoragePath.ROOT)).as("nothing in doubt is deleted").hasSize(1);
    }
  }

  @Test
  void knowsThatAPutRefusedEachTimeDidNotHappen() {
    try (Storage storage = keyed()) {
      answer(Operation.RENAME, new Reply(503, "ServerBusy", ""));
      assertThatThrownBy(() -> storage.putIfAbsent(FILE, "x".getBytes(UTF_8)))
          .isNotInstanceOf(CommitUnknownException.class)
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE);
      answer(Operation.RENAME, new Reply(403, "AuthorizationFailure", ""));
      assertThatThrownBy(() -> storage.putIfAbsent(FILE, "x".getBytes(UTF_8)))
          .isNotInstanceOf(CommitUnknownException.class)
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE_REFUSED);
      account.faults().clear();
      assertThat(storage.list(StoragePath.ROOT)).isEmpty();
      assertThat(storage.move(FILE, new StoragePath("b"))).isEqualTo(Move.SOURCE_MISSING);
    }
  }

  @Test
  void endsAtOnceWhenInterrupted() {
    try (Storage storage = keyed()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> storage.list(FILE))
          .hasMessage(
              "cannot list "
                  + account.endpoint()
                  + "/lake/orders/a: the run was told to stop.\nRun the job again.")
          .extracting("code")
          .isEqualTo(ErrorCode.INTERRUPTED);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(account.takeOperations()).isEmpty();
    }
  }

  @Test
  void showsNoKeyTokenOrSignature() {
    String text = "String to sign was 'sig=" + SIGNATURE + "', MAC canary+Signature=";
    for (String code : new String[] {"AuthenticationFailed", "AuthorizationFailure", "Strange"}) {
      for (AdlsAccess access : new AdlsAccess[] {SAS, AdlsStores.key()}) {
        String all = traced(refused(open(access), new Reply(403, code, text)));
        assertThat(all).doesNotContain("canary").doesNotContain(AdlsServer.KEY);
      }
    }
    account.faults().clear();
    try (Storage storage = open(SAS)) {
      account.close();
      Throwable refused =
          catchThrowableOfType(IngestException.class, () -> storage.list(FILE.parent()));
      assertThat(refused)
          .hasMessageEndingWith(
              "/orders: no connection to 127.0.0.1, after several tries.\n"
                  + "Check the network, proxy and firewall of this machine, then run the job"
                  + " again.");
      assertThat(traced(refused)).doesNotContain("canary");
    }
  }

  private IngestException refused(Storage storage, Reply reply) {
    account.forgetRequests();
    account.faults().clear();
    account.faults().onAny().status(reply.status(), reply.code(), reply.message());
    try (storage) {
      return catchThrowableOfType(IngestException.class, () -> storage.list(FILE.parent()));
    }
  }

  private void answer(Operation operation, Reply reply) {
    account.faults().clear();
    account.faults().on(operation).status(reply.status(), reply.code(), reply.message());
  }

  private String lastRequestId() {
    List<AdlsServer.Seen> seen = account.requests();
    return seen.get(seen.size() - 1).id();
  }

  private Storage keyed() {
    return open(AdlsStores.key());
  }

  private Storage open(AdlsAccess access) {
    return AdlsStores.open(account.endpoint(), access, AdlsStores.QUICK);
  }

  private Refusals refusals() {
    return new Refusals(
        AdlsAddress.parse(
            "abfss://lake@penstocktest.dfs.core.windows.net", Optional.empty(), Optional.empty()),
        new AdlsAccess.SignedIn(new Machine()));
  }

  private static Answer unauthorised(String text) {
    return new Answer(
        Answer.Kind.REPLY, 401, "InvalidAuthenticationInfo", text, Optional.empty(), "request-1");
  }

  private static String traced(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static final class Machine implements Identity {
    @Override
    public TokenCredential credential() {
      throw new UnsupportedOperationException("nobody is signed in by this test");
    }

    @Override
    public String words() {
      return "the managed identity of this machine";
    }
  }
}
