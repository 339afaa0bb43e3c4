package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.RetryPolicy;
import java.time.Duration;
import java.time.ZoneId;

/**
 * The settings of a run, after the sheet {@code Settings}, {@code PENSTOCK_<NAME>} and the command
 * line.
 *
 * @param layout the path of a file below container and folder, with dlt's placeholders
 * @param timezone in which the day of {@code {YYYY}/{MM}/{DD}} is reckoned
 * @param jobs how many jobs run at the same time
 * @param targetFileBytes a file is closed and the next begun near this size
 * @param rowGroupBytes a row group is closed when its encoded pages reach this size
 * @param loadedAt whether every row carries {@code _loaded_at}
 * @param sourceCount when the rows in the window are counted at the source
 * @param sliceBytes the least that a slice of a long table holds, as it lies in the database
 * @param stagingLifetime how long staged files of a dead run, and files replaced by a later load,
 *     are kept; must exceed the longest run
 * @param retry how jobs are tried again; each job has its own number of retries
 * @param blackoutLongestWait that a job waits for the end of a blackout
 */
public record Settings(
    String layout,
    Naming naming,
    ZoneId timezone,
    int jobs,
    Compression compression,
    long targetFileBytes,
    long rowGroupBytes,
    boolean loadedAt,
    SourceCount sourceCount,
    long sliceBytes,
    Duration stagingLifetime,
    boolean vaultRequired,
    RetryPolicy retry,
    Duration blackoutLongestWait) {
  public static final String DEFAULT_LAYOUT =
      "{table_name}/{YYYY}/{MM}/{DD}/{load_id}.{file_id}.{ext}";

  /** A file of common size comes of some of these, and a table of a gigabyte has enough. */
  public static final long DEFAULT_SLICE_BYTES = 64L << 20;

  /** When the rows in the window are counted at the source, to compare with the rows read. */
  public enum SourceCount {
    /**
     * Tables and views are counted; a {@code query} is not, as counting it costs as much as running
     * it.
     */
    AUTO,
    ALWAYS,
    NEVER
  }

  public Settings {
    requireNonNull(layout, "layout");
    requireNonNull(naming, "naming");
    requireNonNull(timezone, "timezone");
    requireNonNull(compression, "compression");
    requireNonNull(sourceCount, "sourceCount");
    requireNonNull(stagingLifetime, "stagingLifetime");
    requireNonNull(retry, "retry");
    requireNonNull(blackoutLongestWait, "blackoutLongestWait");
  }
}
