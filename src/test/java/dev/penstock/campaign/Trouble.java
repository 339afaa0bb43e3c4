package dev.penstock.campaign;

/** What may go wrong in a simulation; each seed arms a part of it. */
enum Trouble {
  /** A call fails and has done nothing. */
  FAILS_BEFORE,
  /** A call has done its work, but its answer is lost. */
  FAILS_AFTER,
  /** The store does not say whether the record was written; it was not. */
  COMMIT_UNANSWERED,
  /** The process dies as a call begins. */
  DIES_BEFORE,
  /** The process dies as a call ends. */
  DIES_AFTER,
  /** The process dies with half of a block written. */
  TORN_WRITE,
  /** A run loses its lock and does not notice. */
  LOCK_LOST,
  /** A run stands still, beyond its lock, while others go on. */
  LONG_PAUSE,
  /** The clock is set back or forth by an hour. */
  CLOCK_JUMP
}
