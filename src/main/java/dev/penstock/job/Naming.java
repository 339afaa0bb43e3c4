package dev.penstock.job;

/** How column names are written in the files. */
public enum Naming {
  /** As dlt does: lower case, words joined by underscores. */
  SNAKE_CASE,
  /** Exactly as the source has them. */
  AS_IS
}
