package dev.penstock.source;

/** Of how many moments the rows of one load are. */
public enum Consistency {
  /** All splits, and the count, see the source at one instant. */
  SNAPSHOT,
  /** Each split sees the source when it is read. */
  PER_SPLIT
}
