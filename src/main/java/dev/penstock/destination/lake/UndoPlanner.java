package dev.penstock.destination.lake;

import static java.util.stream.Collectors.toMap;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.CommitRecord.Kind;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.RememberedRows;
import dev.penstock.destination.Undo;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Works out what taking loads of a job back means; reads as little of the log as it can. */
final class UndoPlanner {
  private final JobHome home;
  private final CommitLog log;
  private final StandingRecords standing;

  UndoPlanner(JobHome home) {
    this.home = home;
    this.log = home.log();
    this.standing = new StandingRecords(log);
  }

  /** As {@link dev.penstock.destination.Upkeep#planUndo}, whoever may be publishing. */
  Undo plan(Optional<String> to) {
    CommitRecord newest = newest();
    boolean published = log.published() == newest.sequence();
    // What an unpublished record takes away may still lie where it was.
    return plan(to, newest, file -> published || file.by() != newest.sequence());
  }

  /**
   * The same for a job that is held.
   *
   * @param newest the newest record, which is published; should the lock be lost and another run
   *     commit meanwhile, the plan is of no use and the append that follows tells so
   */
  Undo planPublished(Optional<String> to, CommitRecord newest) {
    return plan(to, newest, file -> true);
  }

  private Undo plan(
      Optional<String> to, CommitRecord newest, Predicate<FileChanges.Gone> takenAway) {
    List<CommitRecord> undone = new ArrayList<>();
    Optional<CommitRecord> base = standing.upTo(newest.sequence());
    while (base.isPresent() && !isBase(base.get(), undone, to)) {
      undone.add(base.get());
      base = standing.upTo(base.get().sequence() - 1);
    }
    requireSomething(to, undone, base);
    long backTo = base.map(CommitRecord::sequence).orElse(0L);
    FileChanges changes = changes(backTo, newest.sequence());
    base.ifPresent(this::requireRemembered);
    new ReturningFiles(home).require(changes.gone().stream().filter(takenAway).toList());
    return new Undo(
        to,
        newest,
        backTo,
        undone,
        changes.come(),
        returning(changes.gone(), backTo, newest.sequence() + 1),
        base.flatMap(CommitRecord::watermark),
        warnings(undone, base));
  }

  /** Without it, late rows that the undone loads delivered could not be told from the others. */
  private void requireRemembered(CommitRecord base) {
    RememberedFiles files = new RememberedFiles(home);
    base.remembered()
        .filter(rows -> !files.isThere(rows))
        .ifPresent(
            rows -> {
              throw new IngestException(
                  ErrorCode.STORAGE_REFUSED,
                  ("undo, job %s: what record %d remembered of delivered rows (%s) is gone; nothing"
                          + " was changed.\n"
                          + "It is kept for the time of the setting staging_lifetime after a later"
                          + " load. Take back fewer loads, or load the table anew with run"
                          + " --full-refresh --job %s.")
                      .formatted(
                          home.job().id(),
                          base.sequence(),
                          home.place(new StoragePath(rows.path())),
                          home.job().id()));
            });
  }

  private static List<String> warnings(List<CommitRecord> undone, Optional<CommitRecord> base) {
    boolean knew = base.isEmpty() || base.flatMap(CommitRecord::remembered).isPresent();
    long late =
        undone.stream()
            .flatMap(commit -> commit.remembered().stream())
            .mapToLong(RememberedRows::late)
            .sum();
    return knew || late == 0
        ? List.of()
        : List.of(
            "%,d late %s among what goes. As of record %d nothing was remembered of late rows, so those at or below its watermark are not delivered again; run --full-refresh loads all"
                .formatted(late, late == 1 ? "row is" : "rows are", base.orElseThrow().sequence()));
  }

  private CommitRecord newest() {
    return log.last()
        .orElseThrow(() -> refusal("nothing was ever committed", "There is nothing to take back."));
  }

  private static boolean isBase(
      CommitRecord commit, List<CommitRecord> undone, Optional<String> to) {
    return to.isPresent()
        ? commit.loadId().equals(to.get())
        : undone.stream().anyMatch(later -> later.kind() == Kind.LOAD);
  }

  private void requireSomething(
      Optional<String> to, List<CommitRecord> undone, Optional<CommitRecord> base) {
    if (to.isPresent() && base.isEmpty()) {
      throw notStanding(to.get());
    }
    if (to.isPresent() && undone.isEmpty()) {
      throw refusal(
          "nothing was committed after " + to.get(),
          "Name an older load, or leave --to out to take back the last one.");
    }
    if (to.isEmpty() && undone.stream().noneMatch(commit -> commit.kind() == Kind.LOAD)) {
      throw refusal("no load is left to take back", "What was taken back before stays taken back.");
    }
  }

  private IngestException notStanding(String loadId) {
    Optional<CommitRecord> found =
        log.all().stream().filter(commit -> commit.loadId().equals(loadId)).findFirst();
    if (found.isEmpty()) {
      return refusal(
          "no commit has the load id '" + loadId + "'",
          "history --job %s shows the load ids.".formatted(home.job().id()));
    }
    String what =
        found.get().kind() == Kind.UNDO
            ? "record %d (%s) took loads back itself"
            : "record %d (%s) was taken back already";
    return refusal(
        what.formatted(found.get().sequence(), loadId),
        "Name a load that stands; to have the rows of a load that was taken back, run the job"
            + " again.");
  }

  private IngestException refusal(String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG,
        "undo, job %s: %s; nothing was changed.\n%s".formatted(home.job().id(), what, mend));
  }

  private FileChanges changes(long backTo, long newest) {
    FileChanges changes = new FileChanges(home.paths());
    for (long sequence = backTo + 1; sequence <= newest; sequence++) {
      changes.follow(log.read(sequence));
    }
    return changes;
  }

  private List<DataFile> returning(List<FileChanges.Gone> gone, long backTo, long sequence) {
    Map<String, DataFile> before = files(gone, backTo);
    return gone.stream()
        .map(
            file -> {
              DataFile was = before.get(file.path());
              return new DataFile(
                  file.lies(),
                  RestoredName.of(file.path(), sequence),
                  was.rows(),
                  was.bytes(),
                  was.crc32c());
            })
        .toList();
  }

  /** What the records up to {@code backTo} say of these files. */
  private Map<String, DataFile> files(List<FileChanges.Gone> gone, long backTo) {
    Map<String, FileChanges.Gone> wanted =
        new HashMap<>(gone.stream().collect(toMap(FileChanges.Gone::path, file -> file)));
    Map<String, DataFile> found = new HashMap<>();
    for (long sequence = backTo; sequence > 0 && !wanted.isEmpty(); sequence--) {
      for (DataFile file : log.read(sequence).added()) {
        if (wanted.remove(file.path()) != null) {
          found.put(file.path(), file);
        }
      }
    }
    if (!wanted.isEmpty()) {
      throw unknown(wanted.values().iterator().next());
    }
    return found;
  }

  private IngestException unknown(FileChanges.Gone file) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        "undo, job %s: record %d took away %s, but no record before it says what is in it.\n"
                .formatted(home.job().id(), file.by(), new StoragePath(file.path()))
            + "Nothing was changed. verify names the records that are damaged.");
  }
}
