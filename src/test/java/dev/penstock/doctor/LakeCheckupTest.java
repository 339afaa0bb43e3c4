package dev.penstock.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.penstock.doctor.Examination.Verdict;
import dev.penstock.failure.Problem;
import dev.penstock.storage.Containers;
import dev.penstock.storage.FaultyStorage;
import dev.penstock.storage.FaultyStorage.Fault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LakeCheckupTest {
  private static final int CALLS = 30;

  @TempDir Path folder;

  private static Examination examine(Storage storage, Optional<String> container, Clock clock) {
    FrontDoor none =
        new FrontDoor(
            () -> {
              throw new AssertionError("a folder has no door");
            },
            clock);
    Checkup checkup = new LakeCheckup(lake(storage), container, none, clock);
    return new Doctor(1, Duration.ofMinutes(1)).examine(List.of(checkup)).get(0);
  }

  private static Lake lake(Storage storage) {
    return new Lake() {
      @Override
      public List<Problem> problems() {
        return List.of();
      }

      @Override
      public Containers open() {
        return Containers.folders(storage);
      }
    };
  }

  private static Examination examine(Storage storage) {
    return examine(storage, Optional.empty(), Clock.systemUTC());
  }

  private static String fact(Examination found, String label) {
    return found.facts().stream()
        .filter(fact -> fact.label().equals(label))
        .map(Fact::value)
        .findFirst()
        .orElseThrow();
  }

  private static String allowed(Examination found) {
    return fact(found, "allowed").replaceAll(" \\(\\d+ ms\\)", "");
  }

  private static List<Path> filesLeft(Path data) throws IOException {
    if (!Files.exists(data)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(data)) {
      return tree.filter(path -> !Files.isDirectory(path) || path.toString().contains("doctor-"))
          .toList();
    }
  }

  @Test
  void triesEverythingAndLeavesNothing() throws IOException {
    Path data = folder.resolve("data");

    Examination found = examine(new LocalStorage(data), Optional.of("sales"), Clock.systemUTC());

    assertThat(found.subject()).isEqualTo("lake, container sales");
    assertThat(found.findings()).isEmpty();
    assertThat(found.latency()).isPresent();
    assertThat(fact(found, "place")).isEqualTo(data + "/sales");
    assertThat(fact(found, "disk")).matches("[\\d,]+\\.\\d GB free of [\\d,]+\\.\\d");
    assertThat(fact(found, "clock")).isEqualTo("agrees with ours");
    assertThat(allowed(found)).isEqualTo("list, create, rename without overwrite, read, delete");
    assertThat(data.resolve("sales/_penstock")).isEmptyDirectory();
    assertThat(filesLeft(data)).isEmpty();
  }

  @Test
  void aFileWhereTheFolderBelongsIsToldOnce() throws IOException {
    Path data = Files.writeString(folder.resolve("data"), "x");

    Examination found = examine(new LocalStorage(data));

    assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(found.findings())
        .containsExactly(
            Finding.error(
                "cannot look at %s/_penstock/%s/first: a file stands where a folder is needed."
                    .formatted(data, scratch(found)),
                "Move that file away, or name another folder."));
  }

  /** The name of the folder of its own, which is another each time. */
  private static String scratch(Examination found) {
    return found.findings().get(0).what().replaceAll(".*(doctor-[0-9a-f-]{36}).*", "$1");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsTold() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
    Path data =
        Files.createDirectory(
            folder.resolve("data"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));

    Examination found = examine(new LocalStorage(data));

    assertThat(found.findings())
        .containsExactly(
            Finding.error(
                "cannot create %s/_penstock/%s/first: permission denied."
                    .formatted(data, scratch(found)),
                "Give the user who runs Penstock read and write access to %s, or name another destination."
                    .formatted(data)));
    assertThat(allowed(found)).isEqualTo("list, delete");
  }

  @Test
  void aClockThatIsOffIsAWarning() {
    Clock early = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-90));

    Examination found = examine(new LocalStorage(folder), Optional.empty(), early);

    assertThat(found.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(fact(found, "clock")).matches("(89|90) s ahead of ours");
    assertThat(found.findings().get(0).what()).matches("its clock is (89|90) s ahead of ours\\.");
    assertThat(found.findings().get(0).mend())
        .isEqualTo(
            "Let this machine and the server take their time from the same source (NTP). Logins with tokens and keys are refused when clocks are minutes apart.");
  }

  @Test
  void aContainerNameThatIsNoneIsTold() {
    Examination found =
        examine(new LocalStorage(folder), Optional.of("../other"), Clock.systemUTC());

    assertThat(found.findings())
        .containsExactly(
            Finding.error(
                "target_container '../other' is no folder name.",
                "Use folder names joined by single slashes, without . and .. and backslashes."));
  }

  /** Whichever call fails, before it did its work or after: it is told, and nothing is left. */
  @Test
  void cleansUpWhateverFails() throws IOException {
    int failed = 0;
    for (Fault fault : List.of(Fault.FAIL_BEFORE, Fault.FAIL_AFTER)) {
      for (int at = 1; at <= CALLS; at++) {
        Path data = folder.resolve(fault + "-" + at);
        FaultyStorage storage = new FaultyStorage(new LocalStorage(data), fault, at);
        Examination found = examine(storage);
        boolean hit = storage.fired() > 0;
        assertThat(found.verdict())
            .as("%s at call %d", fault, at)
            .isEqualTo(hit ? Verdict.FAILED : Verdict.OK);
        boolean deleting = found.findings().toString().contains("delete");
        if (!deleting) {
          assertThat(filesLeft(data)).as("%s at call %d", fault, at).isEmpty();
        }
        failed += hit ? 1 : 0;
      }
    }
    assertThat(failed).isBetween(20, 2 * CALLS - 2);
  }
}
