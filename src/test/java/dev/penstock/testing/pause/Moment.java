package dev.penstock.testing.pause;

/** When a run is held at a call. */
enum Moment {
  /** The call has not begun. */
  BEFORE,
  /** A write has written the first half of its bytes. */
  HALFWAY,
  /** The call has done its work, and whoever made it has no answer yet. */
  AFTER
}
