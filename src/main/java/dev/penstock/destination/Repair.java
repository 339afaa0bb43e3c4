package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What is to be mended, or was.
 *
 * @param steps one sentence each, in the order of doing; empty when there is nothing to mend
 * @param beyond what no repair can mend
 */
public record Repair(List<String> steps, List<Finding> beyond) {
  public Repair {
    steps = List.copyOf(steps);
    beyond = List.copyOf(requireNonNull(beyond, "beyond"));
  }

  /** Which staged files are taken for those of dead runs. */
  public enum Staging {
    /** Those older than the lifetime of staged files. */
    OLD,
    /** All of them: whoever mends holds the job, so no run of it is under way. */
    ALL
  }
}
