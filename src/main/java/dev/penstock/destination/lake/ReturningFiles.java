package dev.penstock.destination.lake;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses to bring back files that are gone, or go at any moment. */
final class ReturningFiles {
  private static final int MOST_NAMED = 5;
  private static final Duration LONGEST_MARGIN = Duration.ofHours(1);

  private final JobHome home;

  ReturningFiles(JobHome home) {
    this.home = home;
  }

  void require(List<FileChanges.Gone> files) {
    List<FileChanges.Gone> lost = files.stream().filter(this::lost).toList();
    if (!lost.isEmpty()) {
      throw new IngestException(ErrorCode.STORAGE_REFUSED, message(lost));
    }
  }

  private boolean lost(FileChanges.Gone file) {
    return home.clock().instant().isAfter(last(file.at()))
        || home.storage().find(new StoragePath(file.lies())).isEmpty();
  }

  /** Until when a file may come back: another run that begins now must not delete it meanwhile. */
  private Instant last(Instant takenAway) {
    Duration lifetime = home.options().stagingLifetime();
    Duration tenth = lifetime.dividedBy(10);
    return takenAway
        .plus(lifetime)
        .minus(tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN);
  }

  private String message(List<FileChanges.Gone> lost) {
    String named =
        lost.stream()
            .limit(MOST_NAMED)
            .map(
                file ->
                    "  %s/%s, taken away by record %d at %s"
                        .formatted(home.storage().root(), file.path(), file.by(), file.at()))
            .collect(Collectors.joining("\n"));
    String more =
        lost.size() > MOST_NAMED ? "\n  and %d more".formatted(lost.size() - MOST_NAMED) : "";
    return "undo, job %s: %d file%s would have to come back, but %s gone; nothing was changed.\n%s%s\n"
            .formatted(
                home.job().id(),
                lost.size(),
                lost.size() == 1 ? "" : "s",
                lost.size() == 1 ? "is" : "are",
                named,
                more)
        + "What a load takes away is deleted after %s (setting staging_lifetime). Take back fewer loads, or load the table anew with run --full-refresh --job %s."
            .formatted(lifetime(), home.job().id());
  }

  private String lifetime() {
    Duration lifetime = home.options().stagingLifetime();
    return lifetime.toHours() % 24 == 0 && lifetime.toDays() > 0
        ? lifetime.toDays() + (lifetime.toDays() == 1 ? " day" : " days")
        : lifetime.toHours() > 0
            ? lifetime.toHours() + " hours"
            : lifetime.toMinutes() + " minutes";
  }
}
