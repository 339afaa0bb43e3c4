package dev.penstock.job;

/** What happens to the rows that earlier loads delivered. */
public enum WriteDisposition {
  /** The folder of the run's day holds exactly this load; earlier days stay. */
  SNAPSHOT,
  /** The table holds exactly this load. */
  REPLACE,
  /** The rows are added. */
  APPEND
}
