package dev.penstock.source.rest.spool;

/** What becomes of the values of a field. */
enum Treatment {
  KEEP,
  /** Nothing of them is written. */
  DROP,
  /** A keyed hash is written in their place. */
  MASK
}
