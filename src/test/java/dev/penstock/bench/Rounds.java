package dev.penstock.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Times the subjects in turn, round after round, so that a machine that slows down slows all of
 * them, and a ratio compares neighbours in time.
 */
final class Rounds {
  private final Places places;
  private final Commands commands;
  private final Map<Subject, TableCheck> checks;
  private final Lake lake;
  private final Results results = new Results();

  /**
   * @param checks of the files that a subject writes
   */
  Rounds(Places places, Commands commands, Map<Subject, TableCheck> checks, Lake lake) {
    this.places = places;
    this.commands = commands;
    this.checks = checks;
    this.lake = lake;
  }

  Results run(Set<Subject> subjects, int rounds) {
    for (int round = 1; round <= rounds; round++) {
      for (Subject subject : subjects) {
        Measurement measurement = run(subject, round);
        results.add(subject, measurement);
        System.err.printf(
            "round %d of %d: %-10s %7.2f s%n",
            round, rounds, subject.word(), measurement.wallSeconds());
      }
    }
    if (subjects.contains(Subject.LAKE_1)) {
      findNewestRecord();
    }
    return results;
  }

  private void findNewestRecord() {
    new LongHistory(lake, BenchWorkbook.jobId(1)).write();
    Path folder = places.output(Subject.LAKE_1);
    Path log = places.log("newest-record");
    commands.newestRecord().measure(folder, log);
    results.setNewestRecordRequests(lake.requests());
    if (!Places.text(log).contains(Integer.toString(LongHistory.RECORDS))) {
      throw new BenchException("state show did not find the newest record: " + Places.text(log));
    }
  }

  private Measurement run(Subject subject, int round) {
    Path folder = Places.emptied(places.output(subject));
    Path log = places.log(subject.word() + "-" + round);
    Measurement measurement = commands.of(subject, round).measure(folder, log);
    switch (subject) {
      case PENSTOCK_1, PENSTOCK_2, WIDE_1, MARIA_1, REST_1, DLT_REST, NAIVE ->
          check(subject, folder);
      case LAKE_1 -> {
        results.setLoadRequests(lake.requests());
        lake.download(round, folder);
        check(subject, folder);
      }
      case COPY_1, COPY_2, RESULT_SET, MARIA_LOOP, REST_LOOP, VALIDATE -> {
        // They leave nothing to look at.
      }
    }
    return measurement;
  }

  private void check(Subject subject, Path folder) {
    List<Path> files = Places.parquetFiles(folder);
    checks.get(subject).verify(folder, files);
    results.addFileBytes(subject, Places.bytes(files));
  }
}
