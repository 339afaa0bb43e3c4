package dev.penstock.source;

import dev.penstock.job.Job;
import java.util.List;
import java.util.Optional;

/** A connector of jobs whose rows may hold tables of their own. Safe for use by several threads. */
public interface Nested {
  /**
   * The lists that were seen inside a job's rows since it was opened and until it is {@linkplain
   * Grouping#ended ended}, as {@link Job#ofInner} wants them; empty when lists in its rows are no
   * tables.
   */
  Optional<List<String>> inner(Job job);
}
