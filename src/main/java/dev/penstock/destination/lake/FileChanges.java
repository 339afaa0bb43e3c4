package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which files came and went since a record, whatever loads and undos lie between. A file that was
 * taken away and came back under another name has not gone.
 */
final class FileChanges {
  private final JobPaths paths;
  private final Map<String, DataFile> come = new LinkedHashMap<>();

  /** By where they lie now. */
  private final Map<String, Gone> gone = new LinkedHashMap<>();

  /** Files of before under the names that undos gave them, to those that they had before. */
  private final Map<String, String> renamed = new LinkedHashMap<>();

  /**
   * A file of before that was taken away.
   *
   * @param path where it was published as of the record
   * @param lies where it was put
   * @param by the record that took it away
   */
  record Gone(String path, String lies, long by, Instant at) {}

  FileChanges(JobPaths paths) {
    this.paths = paths;
  }

  /** To be called for each record after the one in question, oldest first. */
  void follow(CommitRecord commit) {
    for (String path : commit.removed()) {
      if (come.remove(path) == null) {
        String before = renamed.getOrDefault(path, path);
        renamed.remove(path);
        String lies = paths.removed(commit.sequence()).resolve(path).value();
        gone.put(lies, new Gone(before, lies, commit.sequence(), commit.committedAt()));
      }
    }
    for (DataFile file : commit.added()) {
      Gone back = gone.remove(file.stagedPath());
      if (back == null) {
        come.put(file.path(), file);
      } else {
        renamed.put(file.path(), back.path());
      }
    }
  }

  /** Files that are published now and were not then. */
  List<DataFile> come() {
    return List.copyOf(come.values());
  }

  /** Files that were published then and are not now. */
  List<Gone> gone() {
    return List.copyOf(gone.values());
  }
}
