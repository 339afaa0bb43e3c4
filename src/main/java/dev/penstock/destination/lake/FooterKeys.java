package dev.penstock.destination.lake;

/** Under what names the files of a load say where they come from. */
final class FooterKeys {
  static final String LOAD_ID = "penstock.load_id";
  static final String JOB = "penstock.job";
  static final String SOURCE = "penstock.source";

  /** There only in files of rows that say that others are gone. */
  static final String TOMBSTONES = "penstock.tombstones";

  static final String SCHEMA_VERSION = "penstock.schema_version";
  static final String ENGINE_VERSION = "penstock.engine_version";

  private FooterKeys() {}
}
