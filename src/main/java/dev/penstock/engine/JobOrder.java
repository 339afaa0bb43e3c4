package dev.penstock.engine;

import dev.penstock.job.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order in which every job stands behind those that it depends on, else as given. */
final class JobOrder {
  private final Map<String, Job> waiting = new LinkedHashMap<>();
  private final List<Job> ordered = new ArrayList<>();

  private JobOrder(List<Job> jobs) {
    jobs.forEach(job -> waiting.put(job.id(), job));
  }

  /**
   * A job that is named as a dependency but is not in the list counts as done. The workbook reader
   * refuses cycles.
   */
  static List<Job> of(List<Job> jobs) {
    JobOrder order = new JobOrder(jobs);
    jobs.forEach(order::place);
    return order.ordered;
  }

  private void place(Job job) {
    if (waiting.remove(job.id()) == null) {
      return;
    }
    for (String needed : job.dependsOn()) {
      Job before = waiting.get(needed);
      if (before != null) {
        place(before);
      }
    }
    ordered.add(job);
  }
}
