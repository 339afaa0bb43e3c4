package dev.penstock.job;

/** What becomes of a job whose source is in its blackout when the job would begin. */
public enum BlackoutAction {
  /** It is left out of this run. */
  SKIP,
  /** It begins when the blackout ends. */
  WAIT
}
