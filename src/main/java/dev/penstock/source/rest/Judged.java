package dev.penstock.source.rest;

import dev.penstock.source.Watermark;
import java.util.Optional;

/** What was found of a cursor column while records were read. */
interface Judged {
  /** Where the run begins: past the last load, or past the initial value. */
  Optional<Watermark> after();

  /** The greatest value past the beginning. */
  Optional<Watermark> greatest();

  /** How many records have no value in the column. */
  long nulls();

  boolean sawColumn();

  /** Whether the next run begins elsewhere than this one did. */
  boolean moved();
}
