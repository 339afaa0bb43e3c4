package dev.penstock.testing.pause;

import java.util.regex.Pattern;

/** The points of a run at which it may be held, in the order in which a run comes by them. */
public enum Point {
  LOCK_ASKED(Moment.BEFORE, "lock", "/lock"),
  LOCK_HELD(Moment.AFTER, "lock", "/lock"),
  HOLDER_BEGUN(Moment.AFTER, "create", "/holder\\.json"),
  HOLDER_TORN(Moment.HALFWAY, "write", "/holder\\.json"),
  HINT_READ(Moment.AFTER, "open", "/published"),
  STAGING_LISTED(Moment.AFTER, "list", "/staging"),
  SOURCE_ASKED(Moment.BEFORE, "connect", ""),
  SOURCE_OPEN(Moment.AFTER, "connect", ""),
  SURVEYED(Moment.AFTER, "survey", ""),
  SPLIT(Moment.AFTER, "split", ""),
  READER_OPEN(Moment.AFTER, "read", ""),
  FIRST_BATCH_READ(Moment.AFTER, "batch", "1"),
  SECOND_BATCH_READ(Moment.AFTER, "batch", "2"),
  ALL_ROWS_READ(Moment.AFTER, "batch", "end"),
  FILE_BEGUN(Moment.AFTER, "create", "/staging/.*0000\\.parquet"),
  FILE_TORN(Moment.HALFWAY, "write", "/staging/.*\\.parquet"),
  FILE_WRITTEN(Moment.BEFORE, "complete", "/staging/.*0000\\.parquet"),
  FILE_DURABLE(Moment.AFTER, "complete", "/staging/.*0000\\.parquet"),
  SECOND_FILE_BEGUN(Moment.AFTER, "create", "/staging/.*0001\\.parquet"),
  FILE_CHECKED(Moment.AFTER, "open", "/staging/.*\\.parquet"),
  RECORD_DUE(Moment.BEFORE, "put", "/commits/.*"),
  COMMITTED(Moment.AFTER, "put", "/commits/.*"),
  OLD_FILE_DUE(Moment.BEFORE, "move", "(?!.*/staging/).*\\.parquet"),
  OLD_FILE_TAKEN(Moment.AFTER, "move", "(?!.*/staging/).*\\.parquet"),
  PUBLISH_DUE(Moment.BEFORE, "move", "/staging/.*\\.parquet"),
  FIRST_PUBLISHED(Moment.AFTER, "move", "/staging/.*\\.parquet"),
  HINT_DUE(Moment.BEFORE, "create", "/published"),
  HINT_TORN(Moment.HALFWAY, "write", "/published"),
  HINT_WRITTEN(Moment.AFTER, "complete", "/published"),
  CLEAN_UP_DUE(Moment.BEFORE, "delete", "/staging/[^/]*"),
  CLEANED_UP(Moment.AFTER, "delete", "/staging/[^/]*"),
  UNLOCK_DUE(Moment.BEFORE, "unlock", "/lock"),
  UNLOCKED(Moment.AFTER, "unlock", "/lock");

  private final Moment moment;
  private final String call;
  private final Pattern path;

  /**
   * @param path a regular expression; how the path ends
   */
  Point(Moment moment, String call, String path) {
    this.moment = moment;
    this.call = call;
    this.path = Pattern.compile((path.startsWith("/") ? ".*" : "") + path);
  }

  boolean isAt(Moment now, String asked, String where) {
    return now == moment && asked.equals(call) && path.matcher(where).matches();
  }
}
