package dev.penstock.storage.adls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageContract;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import dev.penstock.storage.StorageWriter.Move;
import dev.penstock.storage.Upload;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.LakeFault;
import dev.penstock.testing.azure.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class AdlsStorageTest extends StorageContract {
  private static final StoragePath FILE = new StoragePath("shop/orders/a.parquet");
  private static final StoragePath OTHER = new StoragePath("shop/elsewhere/b.parquet");
  private static final byte[] SMALL = "hello".getBytes(UTF_8);

  private final AdlsServer account = AdlsStores.account();

  @Override
  protected Storage open() {
    return AdlsStores.open(account.endpoint(), AdlsStores.QUICK);
  }

  @AfterEach
  void closeAccount() {
    account.close();
  }

  @Test
  void writesASmallFileInTwoRequests() {
    try (Storage storage = warm()) {
      upload(storage, FILE, SMALL);
      assertThat(account.takeOperations())
          .containsExactly(Operation.CREATE, Operation.APPEND_FLUSH);
    }
  }

  @Test
  void asksOnceForTheNamespaceBeforeTheFirstChange() {
    try (Storage storage = open()) {
      assertThat(storage.find(FILE)).isEmpty();
      assertThat(account.takeOperations()).containsExactly(Operation.PROPERTIES);
      upload(storage, FILE, SMALL);
      storage.delete(FILE);
      assertThat(account.takeOperations())
          .containsExactly(
              Operation.ACCESS_CONTROL, Operation.CREATE, Operation.APPEND_FLUSH, Operation.DELETE);
    }
  }

  @Test
  void putsInThreeRequestsAndMovesInTwo() {
    try (Storage storage = warm()) {
      assertThat(storage.putIfAbsent(FILE, SMALL)).isTrue();
      assertThat(account.takeOperations())
          .containsExactly(Operation.CREATE, Operation.APPEND_FLUSH, Operation.RENAME);
      assertThat(storage.move(FILE, FILE.parent().resolve("c"))).isEqualTo(Move.MOVED);
      assertThat(account.takeOperations()).containsExactly(Operation.PROPERTIES, Operation.RENAME);
      assertThat(storage.move(FILE.parent().resolve("c"), OTHER)).isEqualTo(Move.MOVED);
      assertThat(account.takeOperations())
          .containsExactly(
              Operation.PROPERTIES, Operation.RENAME, Operation.CREATE_DIRECTORY, Operation.RENAME);
    }
  }

  @Test
  void readsASmallFileInOneRequest() throws IOException {
    try (Storage storage = warm()) {
      upload(storage, FILE, SMALL);
      account.takeOperations();
      assertThat(read(storage, FILE, 0)).isEqualTo(SMALL);
      assertThat(account.takeOperations()).containsExactly(Operation.READ);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048, 10_000})
  void carriesFilesOfAnyLength(int length) throws IOException {
    byte[] content = bytes(length);
    try (Storage storage = open()) {
      upload(storage, FILE, content);
      assertThat(read(storage, FILE, 0)).isEqualTo(content);
      assertThat(storage.find(FILE).map(FileInfo::bytes)).contains((long) length);
      assertThat(storage.putIfAbsent(OTHER, content)).isTrue();
      assertThat(read(storage, OTHER, 0)).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Order%20Lines/a", "with blank/b c", "a+b/c&d=e", "größe/ü", "%/%%/x%2Fy"})
  void keepsNamesAsTheyAre(String name) throws IOException {
    StoragePath path = new StoragePath(name);
    StoragePath moved = new StoragePath("moved/" + name);
    try (Storage storage = open()) {
      upload(storage, path, SMALL);
      assertThat(storage.list(path.parent())).extracting(FileInfo::path).containsExactly(path);
      assertThat(storage.move(path, moved)).isEqualTo(Move.MOVED);
      assertThat(read(storage, moved, 0)).isEqualTo(SMALL);
      storage.delete(moved);
      assertThat(storage.list(StoragePath.ROOT)).isEmpty();
    }
  }

  @Test
  void listsPageByPage() {
    account.pageSize(3);
    try (Storage storage = warm()) {
      for (int i = 0; i < 7; i++) {
        upload(storage, new StoragePath("t/" + i), SMALL);
      }
      account.takeOperations();
      assertThat(storage.list(new StoragePath("t"))).hasSize(7);
      assertThat(account.takeOperations()).containsOnly(Operation.LIST).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(LakeFault.class)
  void knowsItsOwnPut(LakeFault fault) throws IOException {
    try (Storage storage = warm()) {
      account.faults().strike(Operation.RENAME, fault, 0);
      assertThat(storage.putIfAbsent(FILE, SMALL)).isTrue();
      assertThat(account.faults().fired()).isOne();
      assertThat(read(storage, FILE, 0)).isEqualTo(SMALL);
      assertThat(storage.list(StoragePath.ROOT)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(LakeFault.class)
  void knowsItsOwnMove(LakeFault fault) throws IOException {
    try (Storage storage = warm()) {
      upload(storage, FILE, SMALL);
      account.faults().strike(Operation.RENAME, fault, 1);
      assertThat(storage.move(FILE, OTHER)).isEqualTo(Move.MOVED);
      assertThat(account.faults().fired()).isOne();
      assertThat(read(storage, OTHER, 0)).isEqualTo(SMALL);
      assertThat(storage.find(FILE)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(LakeFault.class)
  void uploadsWhateverBreaks(LakeFault fault) throws IOException {
    byte[] content = bytes(10_000);
    try (Storage storage = warm()) {
      for (Operation operation :
          new Operation[] {Operation.CREATE, Operation.APPEND, Operation.FLUSH}) {
        account.faults().strike(operation, fault, 0);
        upload(storage, FILE, content);
        assertThat(account.faults().fired()).as("%s", operation).isOne();
        assertThat(read(storage, FILE, 0)).isEqualTo(content);
      }
      account.faults().strike(Operation.READ, fault, 1);
      assertThat(read(storage, FILE, 3)).isEqualTo(Arrays.copyOfRange(content, 3, 10_000));
      assertThat(account.faults().fired()).as("read").isOne();
      account.faults().strike(Operation.APPEND_FLUSH, fault, 0);
      upload(storage, OTHER, SMALL);
      assertThat(account.faults().fired()).as("appendFlush").isOne();
      assertThat(read(storage, OTHER, 0)).isEqualTo(SMALL);
    }
  }

  @Test
  void locksInOneRequestAndLosesItWithoutHarm() {
    StoragePath path = new StoragePath("_penstock/job/lock");
    try (Storage storage = warm()) {
      Optional<Lock> first = storage.lock(path);
      assertThat(account.takeOperations())
          .containsExactly(Operation.LEASE_ACQUIRE, Operation.CREATE, Operation.LEASE_ACQUIRE);
      first.orElseThrow().close();
      first.orElseThrow().close();
      assertThat(account.takeOperations()).containsExactly(Operation.LEASE_RELEASE);
      Lock second = storage.lock(path).orElseThrow();
      assertThat(account.takeOperations()).containsExactly(Operation.LEASE_ACQUIRE);
      account.breakLeases(AdlsStores.CONTAINER);
      second.close();
    }
  }

  @Test
  void renewsItsLockAndTellsWhenItIsLost() throws Exception {
    LostLock log = new LostLock();
    Logger logger = (Logger) LoggerFactory.getLogger(AdlsLock.class);
    log.start();
    logger.addAppender(log);
    AdlsLimits quick = AdlsStores.renewing(Duration.ofMillis(20));
    try (Storage storage = AdlsStores.open(account.endpoint(), quick);
        Lock lock = storage.lock(FILE).orElseThrow()) {
      account.breakLeases(AdlsStores.CONTAINER);
      assertThat(log.said.get(20, TimeUnit.SECONDS))
          .isEqualTo(
              account.endpoint()
                  + "/lake/"
                  + FILE
                  + ": the lock was lost; should another run take the job now, the first to commit"
                  + " wins");
      assertThat(lock).isNotNull();
    } finally {
      logger.detachAppender(log);
    }
  }

  private static final class LostLock extends AppenderBase<ILoggingEvent> {
    private final CompletableFuture<String> said = new CompletableFuture<>();

    @Override
    protected void append(ILoggingEvent event) {
      said.complete(event.getFormattedMessage());
    }
  }

  @Test
  void deletesALargeTreePartByPart() {
    account.pageSize(3);
    try (Storage storage = warm()) {
      for (int i = 0; i < 7; i++) {
        account.put(AdlsStores.CONTAINER, "t/" + i, SMALL);
      }
      account.put(AdlsStores.CONTAINER, "tt", SMALL);
      storage.delete(new StoragePath("t"));
      assertThat(account.takeOperations()).containsOnly(Operation.DELETE).hasSize(3);
      assertThat(storage.list(StoragePath.ROOT))
          .extracting(FileInfo::path)
          .containsExactly(new StoragePath("tt"));
    }
  }

  @Test
  void seesAChangeBetweenTwoBlocks() throws IOException {
    try (Storage storage = warm()) {
      upload(storage, FILE, bytes(3000));
      try (InputStream in = storage.open(FILE, 0).orElseThrow()) {
        assertThat(in.readNBytes(10)).hasSize(10);
        upload(storage, FILE, bytes(4000));
        assertThatThrownBy(in::readAllBytes)
            .hasMessage(
                "cannot read "
                    + account.endpoint()
                    + "/lake/shop/orders/a.parquet: the file changed while it was read.\n"
                    + "Run the job again later; nothing was published.");
      }
    }
  }

  /** Its namespace is known. */
  private Storage warm() {
    Storage storage = open();
    storage.delete(new StoragePath("nothing"));
    account.takeOperations();
    return storage;
  }

  private static byte[] bytes(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static void upload(Storage storage, StoragePath path, byte[] content) {
    try (Upload upload = storage.create(path)) {
      upload.write(content, 0, content.length);
      upload.complete();
    }
  }

  private static byte[] read(Storage storage, StoragePath path, long offset) throws IOException {
    try (InputStream in = storage.open(path, offset).orElseThrow()) {
      return in.readAllBytes();
    }
  }
}
