package dev.penstock.destination.lake;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.Compression;
import dev.penstock.job.Settings;
import dev.penstock.parquet.Codec;
import dev.penstock.parquet.ParquetOptions;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How a lake is written.
 *
 * @param layout the path of a file below container and folder
 * @param timezone in which the date placeholders of the layout are reckoned
 * @param targetFileBytes a file is ended after the batch with which it reaches this size
 * @param loadedAt whether every row carries the time at which its load began
 * @param stagingLifetime how long staged files of dead runs, and files that a later load took away,
 *     are kept; must exceed the longest run
 * @param engineVersion stands in footers and commit records
 */
public record LakeOptions(
    String layout,
    ZoneId timezone,
    ParquetOptions parquet,
    long targetFileBytes,
    LoadedAt loadedAt,
    Duration stagingLifetime,
    String engineVersion) {
  /** Whether rows carry {@code _loaded_at}. */
  public enum LoadedAt {
    ADDED,
    OMITTED
  }

  public LakeOptions {
    requireNonNull(layout, "layout");
    requireNonNull(timezone, "timezone");
    requireNonNull(parquet, "parquet");
    requireNonNull(loadedAt, "loadedAt");
    requireNonNull(stagingLifetime, "stagingLifetime");
    requireNonNull(engineVersion, "engineVersion");
    if (targetFileBytes < 1) {
      throw new IllegalArgumentException("targetFileBytes " + targetFileBytes);
    }
  }

  /** The options that the settings of a run ask for. */
  public static LakeOptions of(Settings settings, String engineVersion) {
    return new LakeOptions(
        settings.layout(),
        settings.timezone(),
        ParquetOptions.DEFAULT
            .withCodec(codec(settings.compression()))
            .withRowGroupBytes(settings.rowGroupBytes()),
        settings.targetFileBytes(),
        settings.loadedAt() ? LoadedAt.ADDED : LoadedAt.OMITTED,
        settings.stagingLifetime(),
        engineVersion);
  }

  private static Codec codec(Compression compression) {
    return switch (compression) {
      case ZSTD -> Codec.ZSTD;
      case SNAPPY -> Codec.SNAPPY;
      case NONE -> Codec.NONE;
    };
  }
}
