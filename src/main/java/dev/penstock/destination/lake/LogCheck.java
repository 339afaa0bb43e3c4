package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.Finding;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole log of a job, with what is wrong with it.
 *
 * @param records those that can be read, oldest first
 * @param newest the greatest sequence that there is; 0 when there is none
 */
record LogCheck(List<CommitRecord> records, long newest, List<Finding> damage) {
  LogCheck {
    records = List.copyOf(records);
    damage = List.copyOf(damage);
  }

  static LogCheck of(JobHome home) {
    CommitLog log = home.log();
    long newest = log.newestName();
    List<CommitRecord> records = new ArrayList<>();
    List<Finding> damage = new ArrayList<>();
    for (long sequence = 1; sequence <= newest; sequence++) {
      try {
        records.add(log.read(sequence));
      } catch (IngestException e) {
        if (e.code() != ErrorCode.STORAGE_REFUSED) {
          throw e;
        }
        damage.add(finding(home.place(home.paths().commit(sequence)), e.getMessage()));
      }
    }
    return new LogCheck(records, newest, damage);
  }

  /** The log's messages are: place, what, and the mend on a line of its own. */
  private static Finding finding(String place, String message) {
    int line = message.indexOf('\n');
    String what = line < 0 ? message : message.substring(0, line);
    String mend = line < 0 ? "" : message.substring(line + 1);
    String shorter = what.startsWith(place + ": ") ? what.substring(place.length() + 2) : what;
    return new Finding(place, shorter.replaceFirst("\\.$", ""), mend);
  }

  /** A record that can be read and has no later one. */
  Optional<CommitRecord> last() {
    return records.isEmpty() || records.get(records.size() - 1).sequence() != newest
        ? Optional.empty()
        : Optional.of(records.get(records.size() - 1));
  }

  /** The files that are published, by path, in the order of their loads. */
  Map<String, DataFile> live() {
    Map<String, DataFile> live = new LinkedHashMap<>();
    for (CommitRecord commit : records) {
      commit.removed().forEach(live::remove);
      commit.added().forEach(file -> live.put(file.path(), file));
    }
    return live;
  }

  /** Every file that was ever published, with the newest record that speaks of it. */
  Map<String, Long> everNamed() {
    Map<String, Long> named = new HashMap<>();
    for (CommitRecord commit : records) {
      commit.added().forEach(file -> named.put(file.path(), commit.sequence()));
      commit.removed().forEach(path -> named.put(path, commit.sequence()));
    }
    return named;
  }
}
