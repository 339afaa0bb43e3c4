package dev.penstock.destination.lake;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.Job;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * What decides the folders of a load.
 *
 * @param schemaName the source's name where the job has no schema
 * @param time the run's start, in the zone in which days are reckoned
 */
record Placement(String schemaName, String tableName, ZonedDateTime time) {
  Placement {
    requireNonNull(schemaName, "schemaName");
    requireNonNull(tableName, "tableName");
    requireNonNull(time, "time");
  }

  static Placement of(Job job, Instant runStartedAt, ZoneId timezone) {
    return new Placement(
        job.extract().schemaName().orElse(job.sourceName()),
        job.extract().tableName(),
        runStartedAt.atZone(timezone));
  }
}
