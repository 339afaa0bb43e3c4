package dev.penstock.storage.adls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.FaultScript.Fault;
import dev.penstock.testing.azure.Operation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Requests that may have been done although nobody said so. */
final class AdlsDoubtsTest {
  private static final StoragePath FILE = new StoragePath("orders/a");
  private static final HttpHeaderName RENAME = HttpHeaderName.fromString("x-ms-rename-source");
  private static final byte[] CONTENT = "nonce-1".getBytes(UTF_8);

  private final AdlsServer account = AdlsStores.account();

  @AfterEach
  void closeAccount() {
    account.close();
  }

  /** Whoever answered so was not the one who renames, who may still do it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void doesNotKnowAPutThatTimedOutInsideTheService(int timedOut) {
    account
        .faults()
        .on(Operation.RENAME)
        .nth(timedOut)
        .status(500, "OperationTimedOut", "The operation could not be completed in time.");
    account.faults().on(Operation.RENAME).busy(Duration.ZERO);
    try (Storage storage = open()) {
      assertThatThrownBy(() -> storage.putIfAbsent(FILE, CONTENT))
          .isInstanceOf(CommitUnknownException.class)
          .hasMessageEndingWith("\nYet there may be a file orders/a now.");
      assertThat(account.count(Operation.RENAME)).isEqualTo(AdlsStores.QUICK.maxTries());
      assertThat(storage.list(StoragePath.ROOT)).as("the file that may be renamed").hasSize(1);
    }
  }

  @Test
  void knowsAPutThatTheServiceFailedEachTime() {
    account.faults().on(Operation.RENAME).status(500, "InternalError", "words");
    try (Storage storage = open()) {
      assertThatThrownBy(() -> storage.putIfAbsent(FILE, CONTENT))
          .isNotInstanceOf(CommitUnknownException.class)
          .extracting("code")
          .isEqualTo(ErrorCode.STORAGE);
      assertThat(storage.list(StoragePath.ROOT)).isEmpty();
    }
  }

  /** Its ETag is no longer the one that was renamed, so that what it holds has to tell. */
  @Test
  void leavesAFileThatChangedAfterTheRenameToThoseWhoReadIt() {
    account.faults().on(Operation.RENAME).nth(1).afterApplying().reset();
    AtomicInteger renames = new AtomicInteger();
    HttpClient changesTheTarget =
        new Watched(
            AdlsStores.http(),
            request -> {
              if (request.getHeaders().get(RENAME) != null && renames.incrementAndGet() == 2) {
                account.put(AdlsStores.CONTAINER, FILE.value(), CONTENT);
              }
            });
    try (Storage storage = open(changesTheTarget)) {
      assertThat(storage.putIfAbsent(FILE, CONTENT)).isFalse();
      assertThat(renames).hasValue(2);
      assertThat(storage.list(StoragePath.ROOT)).extracting(FileInfo::path).containsExactly(FILE);
    }
  }

  /** The service says so of a source that it has not yet taken in, too. */
  @Test
  void renamesAfterLookingAtTheSourceThatWasNotYetTakenIn() {
    for (int time = 0; time < 2; time++) {
      // Each rule is used up once; the second one first sees what the first one lets pass.
      account
          .faults()
          .on(Operation.RENAME)
          .nth(1)
          .status(404, "RenameDestinationParentPathNotFound", "words");
    }
    try (Storage storage = open()) {
      storage.delete(new StoragePath("nothing"));
      account.takeOperations();
      assertThat(storage.putIfAbsent(FILE, CONTENT)).isTrue();
      assertThat(account.takeOperations())
          .containsExactly(
              Operation.CREATE,
              Operation.APPEND_FLUSH,
              Operation.RENAME,
              Operation.CREATE_DIRECTORY,
              Operation.RENAME,
              Operation.PROPERTIES,
              Operation.RENAME);
      assertThat(storage.find(FILE)).isPresent();
    }
  }

  @Test
  void locksAgainAtOnceWhenTheRequestToReleaseWasLost() {
    locksAgain(Fault::reset, true);
  }

  @Test
  void locksAgainAtOnceWhenTheAnswerToTheReleaseWasLost() {
    locksAgain(fault -> fault.afterApplying().reset(), false);
  }

  private void locksAgain(Consumer<Fault> loss, boolean stillLeased) {
    try (Storage storage = open();
        Storage other = open()) {
      Lock first = storage.lock(FILE).orElseThrow();
      loss.accept(account.faults().on(Operation.LEASE_RELEASE));
      first.close();
      account.faults().clear();
      if (stillLeased) {
        assertThat(other.lock(FILE)).isEmpty();
      }
      try (Lock second = storage.lock(FILE).orElseThrow()) {
        first.close();
        assertThat(other.lock(FILE)).as("%s is held", second).isEmpty();
        assertThat(storage.lock(FILE)).as("in the same store").isEmpty();
      }
      assertThat(other.lock(FILE)).isPresent();
    }
  }

  private Storage open() {
    return AdlsStores.open(account.endpoint(), AdlsStores.QUICK);
  }

  private Storage open(HttpClient http) {
    return AdlsStores.open(
        AdlsStores.address(account.endpoint(), StoragePath.ROOT),
        AdlsStores.key(),
        http,
        AdlsStores.QUICK);
  }

  /** Tells of each request before it is sent. */
  private record Watched(HttpClient http, Consumer<HttpRequest> before) implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return send(request, Context.NONE);
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request, Context context) {
      before.accept(request);
      return http.send(request, context);
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
      before.accept(request);
      return http.sendSync(request, context);
    }
  }
}
