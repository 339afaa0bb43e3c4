package dev.penstock.audit.csv;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes audit files agree with the commit records, which are the truth. */
public final class AuditRebuild {
  private final AuditFiles files;
  private final AuditRow row;

  /**
   * @param zone the one that the trail was written with
   */
  public AuditRebuild(Path folder, ZoneId zone, Redactor redactor) {
    this.files = new AuditFiles(folder, zone);
    this.row = new AuditRow(zone, redactor);
  }

  /** A line and the moment by which it is sorted. */
  private record Line(Instant at, String text) {}

  /**
   * Rewrites the files of the days on which these loads were committed. In them, the SUCCESS rows
   * of the records' jobs are exactly those of the records; rows of other statuses and other jobs
   * stay as they are; all are sorted by time, and torn lines are gone. Other days are not touched.
   *
   * @param records every record of the jobs to rebuild
   * @return the files that changed
   */
  public List<Path> rebuild(List<CommitRecord> records) {
    List<CommitRecord> loads =
        records.stream().filter(commit -> commit.kind() == CommitRecord.Kind.LOAD).toList();
    Set<String> jobs = loads.stream().map(CommitRecord::jobId).collect(toSet());
    Map<Path, List<CommitRecord>> days =
        loads.stream()
            .collect(
                groupingBy(commit -> files.fileOf(commit.committedAt()), TreeMap::new, toList()));
    List<Path> changed = new ArrayList<>();
    days.forEach(
        (file, commits) -> {
          if (files.alone(file, () -> rebuild(file, commits, jobs))) {
            changed.add(file);
          }
        });
    return List.copyOf(changed);
  }

  private boolean rebuild(Path file, List<CommitRecord> commits, Set<String> jobs)
      throws IOException {
    List<String> before = files.lines(file);
    Map<String, Line> missing = new TreeMap<>();
    for (CommitRecord commit : commits) {
      String text = row.write(AuditEntry.of(commit));
      missing.put(text, new Line(commit.committedAt(), text));
    }
    List<Line> lines = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (String text : before) {
      Optional<AuditEntry> entry = AuditRow.read(text);
      boolean right = missing.containsKey(text) && kept.add(text);
      if (right || entry.filter(old -> isOthers(old, jobs)).isPresent()) {
        lines.add(new Line(entry.orElseThrow().at(), text));
      }
    }
    missing.keySet().removeAll(kept);
    lines.addAll(missing.values());
    return replace(file, before, lines);
  }

  private static boolean isOthers(AuditEntry entry, Set<String> jobs) {
    return entry.status() != Status.SUCCESS || !jobs.contains(entry.jobId());
  }

  private boolean replace(Path file, List<String> before, List<Line> lines) throws IOException {
    // Stable, and by what the file shows: rows of one millisecond keep the order they were added
    // in.
    List<String> after =
        lines.stream()
            .sorted(Comparator.comparing(line -> line.at().toEpochMilli()))
            .map(Line::text)
            .toList();
    if (after.equals(before)) {
      return false;
    }
    files.replace(file, after);
    return true;
  }
}
