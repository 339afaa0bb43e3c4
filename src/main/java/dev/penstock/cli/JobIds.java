package dev.penstock.cli;

import dev.penstock.destination.Destination;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids that the enabled jobs of a workbook have, for whoever named none of them.
 *
 * @param rows of the workbook
 * @param lake opens the lake, in which it stands which tables were made of lists inside records
 */
record JobIds(List<Job> rows, Supplier<Workshop> lake) {
  private static final Logger LOG = LoggerFactory.getLogger(JobIds.class);
  private static final int MOST = 20;

  static JobIds of(Rooms rooms, WorkbookContents contents) {
    return new JobIds(contents.jobs(), () -> rooms.open(contents));
  }

  /** The first of them when there are many. */
  String text() {
    List<String> all = new ArrayList<>(all());
    return all.size() <= MOST
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, MOST)) + " and " + (all.size() - MOST) + " more";
  }

  private Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    if (rows.stream().anyMatch(Job::mayHoldTables)) {
      try (Workshop workshop = lake.get()) {
        rows.stream()
            .flatMap(job -> Stream.concat(Stream.of(job.id()), inner(workshop.destination(), job)))
            .forEach(all::add);
      } catch (IngestException e) {
        // A lake that cannot be asked is no reason to say nothing of the workbook.
        LOG.info("tables inside records are not named: {}", e.getMessage());
      }
    }
    rows.forEach(job -> all.add(job.id()));
    return all;
  }

  /** The tables inside a job's rows that were loaded. */
  private static Stream<String> inner(Destination destination, Job job) {
    return job.mayHoldTables()
        ? destination.tablesOf(job).stream().sorted().map(list -> job.ofInner(list).id())
        : Stream.empty();
  }
}
