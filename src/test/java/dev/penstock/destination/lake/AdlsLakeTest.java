package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.destination.DestinationContract;
import dev.penstock.destination.Loads;
import dev.penstock.destination.Loads.Row;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.adls.AdlsStores;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.LakeFault;
import dev.penstock.testing.azure.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lake in a storage account, and what an account alone does. */
final class AdlsLakeTest extends DestinationContract {
  private static final Job APPEND =
      Loads.job("orders", LoadType.INCREMENTAL, WriteDisposition.APPEND);
  private static final Job SNAPSHOT = Loads.job("orders", LoadType.FULL, WriteDisposition.SNAPSHOT);

  private final AdlsServer account = AdlsStores.account();
  private final Storage remote = AdlsStores.open(account.endpoint());
  private final Connection duckdb = Lake.connect();

  @TempDir private Path folder;
  private Lake lake;

  @AfterEach
  void closeAccount() throws SQLException {
    remote.close();
    account.close();
    duckdb.close();
  }

  @Override
  protected Destination open() {
    lake = new Lake(folder.resolve("copies"), account, StoragePath.ROOT, duckdb);
    return lake.destination(lake.storage());
  }

  @Override
  protected List<Row> visible(Job job) {
    lake.requireConsistent(job);
    return lake.rows();
  }

  @Test
  void findsTheNewestOfTenThousandRecordsInThreeRequests() throws IOException {
    loads.load(destination, SNAPSHOT, MORNING, 1);
    String home = "lake/raw/shop/_penstock/shop_orders/";
    String first = text(home + "commits/" + JobPaths.digits(1) + ".json");
    for (int sequence = 2; sequence <= 10_000; sequence++) {
      String next = first.replaceFirst("\"sequence\"\\s*:\\s*1", "\"sequence\":" + sequence);
      account.put(
          AdlsStores.CONTAINER,
          home + "commits/" + JobPaths.digits(sequence) + ".json",
          next.getBytes(StandardCharsets.UTF_8));
    }
    account.put(
        AdlsStores.CONTAINER,
        home + "published",
        JobPaths.digits(10_000).getBytes(StandardCharsets.US_ASCII));
    account.takeOperations();
    assertThat(destination.ledger(SNAPSHOT).last().map(CommitRecord::sequence)).contains(10_000L);
    assertThat(account.takeOperations())
        .containsExactly(Operation.READ, Operation.READ, Operation.READ);
  }

  @Test
  void opensAJobWithNothingNewInTenRequests() {
    loads.load(destination, APPEND, MORNING, 1);
    account.takeOperations();
    destination.acquire(APPEND).close();
    assertThat(account.takeOperations())
        .containsExactly(
            Operation.LEASE_ACQUIRE,
            Operation.CREATE,
            Operation.APPEND_FLUSH,
            Operation.READ,
            Operation.READ,
            Operation.READ,
            Operation.READ,
            Operation.LIST,
            Operation.LIST,
            Operation.LEASE_RELEASE);
  }

  static Stream<Arguments> everyFaultOfEveryRequest() {
    return Stream.of(
            Operation.LIST,
            Operation.READ,
            Operation.PROPERTIES,
            Operation.CREATE,
            Operation.APPEND_FLUSH,
            Operation.RENAME,
            Operation.CREATE_DIRECTORY,
            Operation.DELETE,
            Operation.LEASE_ACQUIRE)
        .flatMap(
            operation ->
                Arrays.stream(LakeFault.values())
                    // Only where there is a body can it end too soon.
                    .filter(
                        fault ->
                            fault != LakeFault.TRUNCATED
                                || operation == Operation.LIST
                                || operation == Operation.READ)
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyFaultOfEveryRequest")
  void loadsEachRowOnceWhateverBreaks(Operation operation, LakeFault fault) {
    loads.load(destination, SNAPSHOT, MORNING, 1, 2);
    // The renames are of the record, of the file that goes and of the one that comes.
    int last = operation == Operation.RENAME ? 2 : 0;
    for (int skip = 0; skip <= last; skip++) {
      account.faults().strike(operation, fault, skip);
      // A day that has rows already, so that some are taken away.
      CommitRecord commit = loadAsInProduction(2, 3 + skip);
      assertThat(account.faults().fired()).isOne();
      assertThat(commit.warnings()).containsExactly("a warning");
      assertThat(visible(SNAPSHOT)).isEqualTo(Loads.rows(2, 3 + skip));
    }
    assertThat(destination.ledger(SNAPSHOT).all()).hasSize(last + 2);
  }

  /** By the client of a run, as the connection will break. */
  private CommitRecord loadAsInProduction(long... ids) {
    try (LakeDestination breaking = lake.destination(AdlsStores.openInStorm(account.endpoint()))) {
      return loads.load(breaking, SNAPSHOT, NOON, ids);
    }
  }

  @Test
  void twoRunsOfOneJobNeverBothWin() throws Exception {
    try (Storage other = lake.storage();
        LakeDestination second = lake.destination(other)) {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      CyclicBarrier barrier = new CyclicBarrier(2);
      try {
        List<Future<Integer>> runs = new ArrayList<>();
        runs.add(threads.submit(run(destination, barrier, 100)));
        runs.add(threads.submit(run(second, barrier, 200)));
        int won = 0;
        for (Future<Integer> run : runs) {
          won += run.get();
        }
        assertThat(destination.ledger(APPEND).all()).hasSize(won);
        assertThat(visible(APPEND)).hasSize(won).doesNotHaveDuplicates();
        assertThat(won).isPositive();
      } finally {
        threads.shutdown();
      }
    }
  }

  /** Five loads of a row each; gives how many were let in. */
  private static Callable<Integer> run(Destination into, CyclicBarrier barrier, long from) {
    return () -> {
      int won = 0;
      try (Loads own = new Loads()) {
        for (long id = from; id < from + 5; id++) {
          barrier.await();
          try {
            own.load(into, APPEND, Instant.parse("2026-11-21T03:15:00Z"), id);
            won++;
          } catch (IngestException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
          }
        }
      }
      return won;
    };
  }

  private String text(String path) throws IOException {
    try (InputStream in = remote.open(new StoragePath(path), 0).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
