package dev.penstock.workbook;

import dev.penstock.job.Settings;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of a run: the one table from which the reader, the template's sheet Settings and the
 * docs are made.
 */
public enum Setting {
  LAYOUT(
      "template",
      Settings.DEFAULT_LAYOUT,
      "Path of a file below container and folder. Placeholders as in dlt: {table_name},"
          + " {schema_name}, {load_id}, {file_id}, {ext}, {YYYY}, {MM}, {DD}, {HH}, {mm} and the"
          + " like."),
  NAMING(
      "snake_case or as_is",
      "snake_case",
      "How column names are written in the files; the column naming of a job wins."),
  TIMEZONE(
      "time zone",
      "UTC",
      "In which the day of {YYYY}/{MM}/{DD} is reckoned, such as Europe/Berlin."),
  JOBS("1 to 64", "the processor cores", "How many jobs run at the same time."),
  COMPRESSION("zstd, snappy or none", "zstd", "How the files are compressed."),
  TARGET_FILE_SIZE(
      "size", "256MB", "A file is closed and the next begun near this size; 1MB to 16GB."),
  ROW_GROUP_SIZE(
      "size",
      "32MB",
      "A row group is closed at this size; each split being read keeps one in memory. 1MB to 1GB."),
  LOADED_AT("Y or N", "N", "Whether every row carries _loaded_at."),
  SOURCE_COUNT(
      "auto, always or never",
      "auto",
      "When rows are counted at the source, to compare with the rows read. auto leaves out jobs"
          + " with a query, as counting costs as much as running it."),
  SLICE_SIZE(
      "size",
      "64MB",
      "A table longer than two of these, as it lies in the database, is read in slices at least"
          + " this long; a run that died reads only those again that it had not finished. Each"
          + " makes a file at least. 1MB to 64GB."),
  STAGING_LIFETIME(
      "duration",
      "7d",
      "How long files of dead runs, and files replaced by a later load, are kept; must exceed the"
          + " longest run. 1h to 365d."),
  VAULT_REQUIRED(
      "Y or N",
      "Y",
      "Whether a run stops when the configured key vault cannot be reached. N warns and looks in"
          + " the environment and .dlt/secrets.toml."),
  RETRY_BASE(
      "duration",
      "1s",
      "How long a job waits before it is tried a second time; doubled for each further try, give or"
          + " take 30%. 0s to 10m."),
  RETRY_CAP("duration", "1m", "What the doubling of retry_base ends at. 0s to 1h."),
  RETRY_AFTER_CAP(
      "duration",
      "5m",
      "The longest wait that a server may ask for with Retry-After; a longer one is cut to it. 0s to"
          + " 1h."),
  RETRY_DEADLINE(
      "duration",
      "4h",
      "How long after its beginning a job may still be tried again; what is under way goes on. 1s to"
          + " 7d."),
  BLACKOUT_LONGEST_WAIT(
      "duration",
      "12h",
      "How far away the end of a blackout may be for jobs that wait for it; they are skipped when it"
          + " is further. 1m to 7d.");

  private final String unit;
  private final String defaultText;
  private final String doc;

  Setting(String unit, String defaultText, String doc) {
    this.unit = unit;
    this.defaultText = defaultText;
    this.doc = doc;
  }

  /** Its name in the sheet Settings and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable that overrides the sheet. */
  public String variable() {
    return "PENSTOCK_" + name();
  }

  /** What kind of value it takes, in words. */
  public String unit() {
    return unit;
  }

  /** What holds when nobody says otherwise, in words. */
  public String defaultText() {
    return defaultText;
  }

  public String doc() {
    return doc;
  }

  /** Whether a word that elsewhere means an empty cell is a value of this setting. */
  boolean isWord(String text) {
    return this == COMPRESSION && text.equalsIgnoreCase("none");
  }

  /** The setting with this name in any letter case, blanks and hyphens read as underscores. */
  static Optional<Setting> named(String name) {
    String wanted = Headers.normalised(name);
    for (Setting setting : values()) {
      if (setting.word().equals(wanted)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }
}
