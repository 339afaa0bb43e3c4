package dev.penstock.source;

import dev.penstock.job.Job;
import java.util.List;

/**
 * A connector whose sources can be read as of one instant by several jobs. Safe for use by several
 * threads.
 */
public interface Grouping {
  /**
   * Says which jobs a run has; to be called before the first of them is opened. The instant of a
   * group is fixed when the first of its jobs looks at the source.
   */
  void expect(List<Job> jobs);

  /** One of them has come to its end, whatever that was. With its last job a group ends. */
  void ended(Job job);
}
