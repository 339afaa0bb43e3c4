package dev.penstock.destination.lake;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.storage.StoragePath;

/**
 * Where the parts of one job lie.
 *
 * @param base the folder within the container: the layout begins here
 * @param home what Penstock keeps for itself; readers skip it, as its name begins with an
 *     underscore
 */
record JobPaths(StoragePath base, StoragePath home) {
  /**
   * @param container the container's folder in the store
   */
  static JobPaths of(Job job, StoragePath container) {
    StoragePath base = base(job, container);
    return new JobPaths(base, base.resolve("_penstock").resolve(PathNames.encode(job.id())));
  }

  private static StoragePath base(Job job, StoragePath container) {
    try {
      return job.target().folder().map(container::resolve).orElse(container);
    } catch (IllegalArgumentException e) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s: target_folder_path '%s' is no path below the destination.\n"
                  .formatted(job.place(), job.target().folder().orElse(""))
              + "Use folder names joined by single slashes, without . and .. and backslashes.",
          e);
    }
  }

  StoragePath commits() {
    return home.resolve("commits");
  }

  StoragePath commit(long sequence) {
    return commits().resolve(digits(sequence) + ".json");
  }

  /** The newest published sequence; may lag. */
  StoragePath published() {
    return home.resolve("published");
  }

  StoragePath lock() {
    return home.resolve("lock");
  }

  /** Who holds the lock. Not the lock itself: reading a locked file would let go of the lock. */
  StoragePath holder() {
    return home.resolve("holder.json");
  }

  StoragePath staging() {
    return home.resolve("staging");
  }

  StoragePath staging(String loadId) {
    return staging().resolve(PathNames.encode(loadId));
  }

  StoragePath removed() {
    return home.resolve("removed");
  }

  /** Where the commit of this sequence puts what it takes away. */
  StoragePath removed(long sequence) {
    return removed().resolve(digits(sequence));
  }

  StoragePath remembered() {
    return home.resolve("remembered");
  }

  /** What the load remembers of delivered rows. */
  StoragePath remembered(String loadId) {
    return remembered().resolve(PathNames.encode(loadId) + ".rows");
  }

  static String digits(long sequence) {
    return "%020d".formatted(sequence);
  }
}
