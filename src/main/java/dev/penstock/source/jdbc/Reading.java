package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.Settings;
import dev.penstock.job.Settings.SourceCount;

/**
 * How the tables of all jobs are read.
 *
 * @param sliceBytes the least that a slice of a long table holds, as it lies in the database
 */
public record Reading(SourceCount count, long sliceBytes) {
  public Reading {
    requireNonNull(count, "count");
  }

  public static Reading of(Settings settings) {
    return new Reading(settings.sourceCount(), settings.sliceBytes());
  }
}
