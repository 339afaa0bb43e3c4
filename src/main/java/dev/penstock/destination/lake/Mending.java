package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Finding;
import dev.penstock.destination.Inspection.Depth;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.Repair;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Works out what there is to mend of one job, and how. */
final class Mending {
  private final JobHome home;
  private final Storage storage;
  private final StoreCheck check;

  Mending(JobHome home) {
    this.home = home;
    this.storage = home.storage();
    this.check = new StoreCheck(home);
  }

  /** One thing to do, and the sentence that tells it. */
  record Step(String text, Runnable act) {}

  /** None while the log has holes: nobody knows what is right then. */
  List<Step> steps(Repair.Staging staging) {
    List<Step> steps = new ArrayList<>();
    if (check.log().damage().isEmpty()) {
      check.log().last().ifPresent(last -> show(last, steps));
      clearStaging(staging, steps);
      putAside(steps);
    }
    return steps;
  }

  List<Finding> beyond() {
    List<Finding> beyond = new ArrayList<>(check.log().damage());
    beyond.addAll(check.lost());
    beyond.addAll(check.changed(Depth.FOOTER));
    beyond.addAll(check.forgotten());
    return beyond;
  }

  private void show(CommitRecord last, List<Step> steps) {
    int files = check.unpublished().size();
    long hint = home.log().published();
    if (files > 0) {
      steps.add(
          new Step(
              "show %d file%s of record %d"
                  .formatted(files, files == 1 ? "" : "s", last.sequence()),
              () -> new Publisher(storage, home.paths(), home.log()).publish(last)));
    } else if (hint != last.sequence()) {
      steps.add(
          new Step(
              "note that record %d is published; the note says %s"
                  .formatted(last.sequence(), hint == 0 ? "nothing" : String.valueOf(hint)),
              () -> home.log().markPublished(last.sequence())));
    }
  }

  private void clearStaging(Repair.Staging staging, List<Step> steps) {
    Instant before = home.clock().instant().minus(home.options().stagingLifetime());
    folders()
        .forEach(
            (folder, content) -> {
              if (staging == Repair.Staging.ALL || content.touched().isBefore(before)) {
                steps.add(
                    new Step(
                        "delete %s: %d staged file%s, last written at %s"
                            .formatted(
                                home.place(folder),
                                content.files(),
                                content.files() == 1 ? "" : "s",
                                content.touched()),
                        () -> storage.delete(folder)));
              }
            });
  }

  private record Content(int files, Instant touched) {
    Content with(Content other) {
      return new Content(
          files + other.files(), touched.isAfter(other.touched()) ? touched : other.touched());
    }
  }

  /** The staging folders of loads that no record waits for. */
  private Map<StoragePath, Content> folders() {
    StoragePath staging = home.paths().staging();
    Map<StoragePath, Content> folders = new TreeMap<>();
    for (FileInfo file : storage.list(staging)) {
      StoragePath folder = staging.resolve(file.path().names().get(staging.names().size()));
      folders.merge(folder, new Content(1, file.modifiedAt()), Content::with);
    }
    check
        .unpublished()
        .forEach(file -> folders.remove(new StoragePath(file.stagedPath()).parent()));
    return folders;
  }

  private void putAside(List<Step> steps) {
    StoragePath aside =
        home.paths().removed().resolve("orphans").resolve(new LoadIds(home.clock()).next());
    for (StoreCheck.Stray stray : check.strays()) {
      StoragePath path = stray.file().path();
      steps.add(
          new Step(
              "put aside %s: %s".formatted(home.place(path), stray.why()),
              () -> storage.move(path, aside.resolve(path.value()))));
    }
  }
}
