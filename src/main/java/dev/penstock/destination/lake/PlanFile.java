package dev.penstock.destination.lake;

import static java.util.Objects.requireNonNull;

import dev.penstock.destination.LoadPlan;
import java.time.Instant;

/**
 * A plan as it lies beside the staged files.
 *
 * @param format the version of this file's own shape
 * @param loadedAt the value of {@code _loaded_at}, the same in all files of the load
 */
record PlanFile(int format, Instant loadedAt, LoadPlan plan) {
  static final int FORMAT = 1;

  PlanFile {
    requireNonNull(loadedAt, "loadedAt");
    requireNonNull(plan, "plan");
  }
}
