package dev.penstock.storage.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageContract;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import dev.penstock.storage.StorageWriter.Move;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStorageTest extends StorageContract {
  @TempDir private Path folder;

  @Override
  protected Storage open() {
    return new LocalStorage(folder.resolve("data"));
  }

  /** The same promises without hard links. */
  @Nested
  final class WithoutHardLinks extends StorageContract {
    @TempDir private Path plain;

    @Override
    protected Storage open() {
      return new LocalStorage(
          plain.resolve("data"), root -> new GuardedRenameClaim(root.resolve(LocalStorage.GUARD)));
    }
  }

  @Test
  void touchesNothingByLooking() {
    try (Storage storage = open()) {
      storage.find(new StoragePath("a"));
      storage.list(StoragePath.ROOT);
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void isInDoubtWhenTheNameIsTakenThoughTheClaimFailed() {
    try (Storage drive = new LocalStorage(folder.resolve("data"), root -> new Lying(true))) {
      assertThatThrownBy(() -> drive.putIfAbsent(new StoragePath("a/1.json"), new byte[] {1}))
          .isInstanceOf(CommitUnknownException.class)
          .hasMessageEndingWith("Yet there may be a file a/1.json now.");
    }
  }

  @Test
  void isSureWhenTheClaimFailedAndTheNameIsFree() {
    try (Storage drive = new LocalStorage(folder.resolve("data"), root -> new Lying(false))) {
      assertThatThrownBy(() -> drive.putIfAbsent(new StoragePath("a/1.json"), new byte[] {1}))
          .isNotInstanceOf(CommitUnknownException.class)
          .isInstanceOfSatisfying(
              IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE));
    }
  }

  /** A network drive that says that it failed, whatever it did. */
  private record Lying(boolean links) implements NameClaim {
    @Override
    public boolean claim(Path file, Path target) throws IOException {
      if (links) {
        Files.createLink(target, file);
      }
      throw new IOException("input/output error");
    }

    @Override
    public boolean keepsOldName() {
      return true;
    }
  }

  @Test
  void usesHardLinksWhereThereAreSome() throws IOException {
    assertThat(Claims.PROBED.choose(folder)).isInstanceOf(HardLinkClaim.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void endsAMoveThatADeathCutInHalf() throws IOException {
    Path root = Files.createDirectories(folder.resolve("data"));
    Files.writeString(root.resolve("source"), "x");
    Files.createLink(root.resolve("target"), root.resolve("source"));
    try (Storage storage = open()) {
      assertThat(storage.move(new StoragePath("source"), new StoragePath("target")))
          .isEqualTo(Move.MOVED);
    }
    assertThat(root.resolve("source")).doesNotExist();
    assertThat(root.resolve("target")).hasContent("x");
  }

  @Test
  void makesAPutFileDurableThoughTheThreadIsInterrupted() {
    try (Storage storage = open()) {
      Thread.currentThread().interrupt();
      assertThat(storage.putIfAbsent(new StoragePath("commits/1"), new byte[] {1})).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @Secures(Measure.PATHS)
  void refusesALinkThatLeadsOut() throws IOException {
    Path root = Files.createDirectories(folder.resolve("data"));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "x");
    Files.createSymbolicLink(root.resolve("door"), outside);
    try (Storage storage = open()) {
      StoragePath path = new StoragePath("door/secret");
      List<Runnable> calls =
          List.of(
              () -> storage.find(path),
              () -> storage.list(path.parent()),
              () -> storage.open(path, 0),
              () -> storage.create(path),
              () -> storage.putIfAbsent(path, new byte[0]),
              () -> storage.move(path, new StoragePath("in")),
              () -> storage.move(new StoragePath("in"), path),
              () -> storage.delete(path),
              () -> storage.lock(path));
      for (Runnable call : calls) {
        assertThatThrownBy(call::run)
            .hasMessageStartingWith("refused to touch " + root + "/door")
            .hasMessageEndingWith(
                "a symbolic link leads out of the destination.\nName a folder below "
                    + root
                    + ", without links that lead out of it.")
            .extracting("code")
            .isEqualTo(ErrorCode.STORAGE_REFUSED);
      }
      assertThat(storage.list(StoragePath.ROOT)).isEmpty();
    }
    assertThat(outside.resolve("secret")).hasContent("x");
  }

  @Test
  void refusesALinkToNothing() throws IOException {
    Path root = Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(root.resolve("door"), folder.resolve("not/there"));
    try (Storage storage = open()) {
      assertThatThrownBy(() -> storage.create(new StoragePath("door")))
          .hasMessageContaining("a symbolic link there leads nowhere");
    }
  }

  @Test
  void followsALinkThatStaysInside() throws IOException {
    Path root = Files.createDirectories(folder.resolve("data/real"));
    Files.createSymbolicLink(root.resolveSibling("alias"), root);
    try (Storage storage = open()) {
      put(storage, "alias/file", "x");
      assertThat(storage.list(new StoragePath("alias")))
          .extracting(file -> file.path().value())
          .containsExactly("alias/file");
    }
    assertThat(root.resolve("file")).hasContent("x");
  }

  @Test
  void saysThatAFileStandsInTheWay() throws IOException {
    Path root = Files.createDirectories(folder.resolve("data"));
    Files.writeString(root.resolve("shop"), "x");
    try (Storage storage = open()) {
      assertThatThrownBy(() -> storage.create(new StoragePath("shop/orders/a")))
          .isInstanceOf(IngestException.class)
          .extracting("code", InstanceOfAssertFactories.type(ErrorCode.class))
          .isIn(ErrorCode.STORAGE, ErrorCode.STORAGE_REFUSED);
    }
  }

  @Test
  void saysThatTheDiskIsFull() {
    // This device answers every write as a full disk does.
    assumeTrue(Files.isWritable(Path.of("/dev/full")));
    Failures failures = new Failures("data", folder);
    assertThatThrownBy(
            () -> {
              try (Upload upload =
                  new LocalUpload(new StoragePath("a"), Path.of("/dev/full"), failures)) {
                upload.write(new byte[10], 0, 10);
              }
            })
        .hasMessage("cannot write data/a: the disk is full.\nFree space, then run the job again.")
        .extracting("code")
        .isEqualTo(ErrorCode.STORAGE_REFUSED);
  }

  @Test
  void saysThatPermissionIsMissing() {
    Failures failures = new Failures("data", folder);
    assertThat(
            failures.of(
                "create",
                new StoragePath("a"),
                new AccessDeniedException("a", null, "Permission denied")))
        .hasMessage(
            "cannot create data/a: permission denied.\nGive the user who runs Penstock read and"
                + " write access to data, or name another destination.")
        .extracting("code")
        .isEqualTo(ErrorCode.STORAGE_REFUSED);
  }

  @Test
  void aFileInPlaceOfTheRootIsNamedAsTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("data"), "x");
    assertThatThrownBy(() -> new LocalStorage(file).create(new StoragePath("a")))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "cannot create %s/a: a file stands where a folder is needed.\nMove that file away, or name another folder."
                .formatted(file))
        .extracting("code")
        .isEqualTo(ErrorCode.STORAGE_REFUSED);
  }

  @Test
  void saysWhatElseWentWrong() {
    Failures failures = new Failures("data", folder);
    assertThat(failures.of("read", new StoragePath("a"), new IOException("Input/output error")))
        .hasMessage(
            "cannot read data/a: input/output error.\nCheck the disk and its mount, then run the job"
                + " again; nothing was published.")
        .extracting("code")
        .isEqualTo(ErrorCode.STORAGE);
  }

  @Test
  void locksOutAnotherProcess() throws Exception {
    try (Storage storage = open()) {
      Lock lock = storage.lock(new StoragePath("lock")).orElseThrow();
      // A second look must not let go of the lock, as a POSIX lock would when its file is closed.
      assertThat(storage.lock(new StoragePath("lock"))).isEmpty();
      assertThat(lockInAnotherProcess()).isEqualTo("held");
      lock.close();
      assertThat(lockInAnotherProcess()).isEqualTo("free");
    }
  }

  private String lockInAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                folder.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  /** Runs in a process of its own. */
  public static final class LockProbe {
    private LockProbe() {}

    public static void main(String[] args) {
      try (Storage storage = new LocalStorage(Path.of(args[0]))) {
        System.out.print(storage.lock(new StoragePath("lock")).isPresent() ? "free" : "held");
      }
    }
  }

  private static void put(Storage storage, String path, String content) {
    storage.putIfAbsent(new StoragePath(path), content.getBytes(UTF_8));
  }
}
