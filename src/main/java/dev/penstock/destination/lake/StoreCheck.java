package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.Finding;
import dev.penstock.destination.Inspection;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.destination.Inspection.Leftovers;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Everything of one job that lies in the store, against everything that its log says. */
final class StoreCheck {
  private final JobHome home;
  private final Storage storage;
  private final LogCheck log;
  private final Map<String, DataFile> live;
  private final Map<String, Long> everNamed;
  private final PublishedFolders folders;

  StoreCheck(JobHome home) {
    this.home = home;
    this.storage = home.storage();
    this.log = LogCheck.of(home);
    this.live = log.live();
    this.everNamed = log.everNamed();
    this.folders = PublishedFolders.of(storage, everNamed.keySet());
  }

  /** A file that readers see and should not. */
  record Stray(FileInfo file, String why) {}

  LogCheck log() {
    return log;
  }

  Inspection inspection(Depth depth) {
    List<Finding> damage = new ArrayList<>(log.damage());
    damage.addAll(missing());
    damage.addAll(changed(depth));
    damage.addAll(forgotten());
    for (Stray stray : strays()) {
      damage.add(finding(stray.file().path().value(), stray.why(), repair("puts it aside")));
    }
    return new Inspection(
        log.records().size(),
        live.size(),
        live.values().stream().mapToLong(DataFile::rows).sum(),
        live.values().stream().mapToLong(DataFile::bytes).sum(),
        damage,
        leftovers(home.paths().staging()),
        leftovers(home.paths().removed()),
        lastLoad());
  }

  private Optional<CommitRecord> lastLoad() {
    return log.damage().isEmpty()
        ? new StandingRecords(home.log()).lastLoad(log.newest())
        : Optional.empty();
  }

  /** Live files that are not where readers look, but where the publisher finds them. */
  List<DataFile> unpublished() {
    return log.last().map(CommitRecord::added).orElse(List.of()).stream()
        .filter(file -> !folders.files().containsKey(file.path()))
        .filter(file -> storage.find(new StoragePath(file.stagedPath())).isPresent())
        .toList();
  }

  /** Files that no reader finds, and no publisher either. */
  List<Finding> lost() {
    TreeSet<String> waiting = new TreeSet<>();
    unpublished().forEach(file -> waiting.add(file.path()));
    return live.values().stream()
        .filter(file -> !folders.files().containsKey(file.path()))
        .filter(file -> !waiting.contains(file.path()))
        .map(this::lost)
        .toList();
  }

  private List<Finding> missing() {
    List<Finding> missing = new ArrayList<>();
    for (DataFile file : unpublished()) {
      missing.add(
          finding(
              file.path(),
              "committed in record %d, but not visible yet".formatted(log.newest()),
              repair("shows it, and so does the next run of the job")));
    }
    missing.addAll(lost());
    return missing;
  }

  private Finding lost(DataFile file) {
    return finding(
        file.path(),
        "it is gone; record %d put %d row%s there"
            .formatted(everNamed.get(file.path()), file.rows(), file.rows() == 1 ? "" : "s"),
        reload());
  }

  /** What the next run needs to know of delivered rows, when it is gone. */
  List<Finding> forgotten() {
    RememberedFiles files = new RememberedFiles(home);
    return log.last().stream()
        .filter(commit -> commit.remembered().filter(rows -> !files.isThere(rows)).isPresent())
        .map(
            commit ->
                finding(
                    commit.remembered().orElseThrow().path(),
                    "it is gone or cut short, and record %d names it as what is remembered of delivered rows"
                        .formatted(commit.sequence()),
                    files.mend(commit)))
        .toList();
  }

  List<Finding> changed(Depth depth) {
    FileCheck check = new FileCheck(storage, depth);
    List<Finding> changed = new ArrayList<>();
    for (DataFile file : live.values()) {
      Optional.ofNullable(folders.files().get(file.path()))
          .flatMap(found -> check.wrong(file, found))
          .ifPresent(what -> changed.add(finding(file.path(), what, reload())));
    }
    return changed;
  }

  /** None while the log has holes: the record that names a file may be the missing one. */
  List<Stray> strays() {
    if (!log.damage().isEmpty()) {
      return List.of();
    }
    List<Stray> strays = new ArrayList<>();
    for (FileInfo file : folders.without(live.keySet())) {
      Optional<Long> named = Optional.ofNullable(everNamed.get(file.path().value()));
      if (named.isPresent()) {
        strays.add(
            new Stray(file, "record %d took it away, but it is visible".formatted(named.get())));
      } else if (PublishedFolders.isWrittenBy(storage, home.job().id(), file)) {
        strays.add(new Stray(file, "no record names it, though this job wrote it"));
      }
    }
    return strays;
  }

  private Leftovers leftovers(StoragePath folder) {
    List<FileInfo> files = storage.list(folder);
    Optional<Instant> oldest =
        files.stream().map(FileInfo::modifiedAt).min(Comparator.naturalOrder());
    return new Leftovers(files.size(), files.stream().mapToLong(FileInfo::bytes).sum(), oldest);
  }

  private Finding finding(String path, String what, String mend) {
    return new Finding(home.place(new StoragePath(path)), what, mend);
  }

  private String repair(String does) {
    return "repair --job %s --yes %s.".formatted(home.job().id(), does);
  }

  private String reload() {
    return "Restore it from a backup, take the load back with undo and run the job again, or load the table anew with run --full-refresh --job %s."
        .formatted(home.job().id());
  }
}
