package dev.penstock.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.storage.StorageWriter.Lock;
import dev.penstock.storage.StorageWriter.Move;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does. */
public abstract class StorageContract {
  private static final StoragePath FILE = new StoragePath("shop/orders/a.parquet");
  private static final StoragePath OTHER = new StoragePath("shop/elsewhere/b.parquet");

  private Storage storage;

  /** An empty store, the same place at each call; the suite closes it. */
  protected abstract Storage open();

  @BeforeEach
  void openStore() {
    storage = open();
  }

  @AfterEach
  void closeStore() {
    storage.close();
  }

  @Test
  void isFitForTheCommitProtocol() {
    StorageProbe.check(storage, new StoragePath("_penstock/job/staging/probe"));
    assertThat(storage.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void findsNothingInAnEmptyStore() {
    assertThat(storage.find(FILE)).isEmpty();
    assertThat(storage.list(StoragePath.ROOT)).isEmpty();
    assertThat(storage.list(new StoragePath("nowhere/at/all"))).isEmpty();
    assertThat(storage.open(FILE, 0)).isEmpty();
    storage.delete(FILE);
    assertThat(storage.move(FILE, OTHER)).isEqualTo(Move.SOURCE_MISSING);
  }

  @Test
  void readsBackWhatWasUploaded() throws IOException {
    upload(FILE, "hello");
    assertThat(read(FILE, 0)).isEqualTo("hello");
    assertThat(read(FILE, 2)).isEqualTo("llo");
    assertThat(storage.find(FILE).map(FileInfo::bytes)).contains(5L);
  }

  @Test
  void uploadsInPlaceOfAnOlderFile() throws IOException {
    upload(FILE, "a longer text");
    upload(FILE, "short");
    assertThat(read(FILE, 0)).isEqualTo("short");
  }

  @Test
  void findsFilesAndNoDirectories() {
    upload(FILE, "x");
    assertThat(storage.find(FILE.parent())).isEmpty();
  }

  @Test
  void listsFilesAtAnyDepthInPathOrder() {
    upload(new StoragePath("t/b/2"), "x");
    upload(new StoragePath("t/c"), "xx");
    upload(new StoragePath("t/a/1/z"), "");
    upload(new StoragePath("tt/out"), "x");
    assertThat(storage.list(new StoragePath("t")))
        .extracting(file -> file.path().value() + ":" + file.bytes())
        .containsExactly("t/a/1/z:0", "t/b/2:1", "t/c:2");
  }

  @Test
  void putsAFileOnlyWhereNoneIs() throws IOException {
    assertThat(storage.putIfAbsent(FILE, "first".getBytes(UTF_8))).isTrue();
    assertThat(storage.putIfAbsent(FILE, "second".getBytes(UTF_8))).isFalse();
    assertThat(read(FILE, 0)).isEqualTo("first");
    assertThat(storage.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void movesAFileAndMakesItsParents() throws IOException {
    upload(FILE, "x");
    assertThat(storage.move(FILE, OTHER)).isEqualTo(Move.MOVED);
    assertThat(storage.find(FILE)).isEmpty();
    assertThat(read(OTHER, 0)).isEqualTo("x");
  }

  @Test
  void neverMovesOntoAnotherFile() throws IOException {
    upload(FILE, "new");
    upload(OTHER, "old");
    assertThat(storage.move(FILE, OTHER)).isEqualTo(Move.TARGET_EXISTS);
    assertThat(read(FILE, 0)).isEqualTo("new");
    assertThat(read(OTHER, 0)).isEqualTo("old");
  }

  @Test
  void deletesFilesAndTrees() {
    upload(new StoragePath("t/a/1"), "x");
    upload(new StoragePath("t/a/b/2"), "x");
    upload(new StoragePath("t/c"), "x");
    storage.delete(new StoragePath("t/a"));
    assertThat(storage.list(StoragePath.ROOT))
        .extracting(file -> file.path().value())
        .containsExactly("t/c");
    storage.delete(new StoragePath("t/c"));
    assertThat(storage.list(StoragePath.ROOT)).isEmpty();
  }

  @Test
  void locksAgainstItselfToo() {
    StoragePath path = new StoragePath("_penstock/job/lock");
    Optional<Lock> first = storage.lock(path);
    assertThat(first).isPresent();
    assertThat(storage.lock(path)).isEmpty();
    try (Storage second = open()) {
      assertThat(second.lock(path)).isEmpty();
    }
    first.get().close();
    first.get().close();
    Optional<Lock> again = storage.lock(path);
    assertThat(again).isPresent();
    again.get().close();
  }

  @Test
  void letsOneOfManyPutAFile() throws Exception {
    for (int round = 0; round < 25; round++) {
      StoragePath path = new StoragePath("commits/" + round);
      List<Boolean> made =
          atOnce(
              8, writer -> () -> storage.putIfAbsent(path, ("writer " + writer).getBytes(UTF_8)));
      assertThat(made).containsOnlyOnce(true);
      assertThat(read(path, 0)).isEqualTo("writer " + made.indexOf(true));
    }
  }

  @Test
  void letsOneOfManyMoveAFile() throws Exception {
    for (int round = 0; round < 25; round++) {
      StoragePath target = new StoragePath("moved/" + round);
      for (int i = 0; i < 4; i++) {
        upload(new StoragePath("staged/" + round + "/" + i), "" + i);
      }
      int finalRound = round;
      List<Move> moves =
          atOnce(
              4,
              writer ->
                  () ->
                      storage.move(new StoragePath("staged/" + finalRound + "/" + writer), target));
      assertThat(moves).containsOnlyOnce(Move.MOVED);
      assertThat(read(target, 0)).isEqualTo("" + moves.indexOf(Move.MOVED));
    }
  }

  private void upload(StoragePath path, String content) {
    try (Upload upload = storage.create(path)) {
      byte[] bytes = ("-" + content).getBytes(UTF_8);
      upload.write(bytes, 1, bytes.length - 1);
      upload.complete();
    }
  }

  private String read(StoragePath path, long offset) throws IOException {
    try (InputStream in = storage.open(path, offset).orElseThrow()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private interface Work<T> {
    Callable<T> of(int writer);
  }

  private static <T> List<T> atOnce(int writers, Work<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    CyclicBarrier barrier = new CyclicBarrier(writers);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Callable<T> call = work.of(i);
        futures.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return call.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }
}
