package dev.penstock.source;

import java.util.Optional;

/** A source that can read on where an earlier run of the same job ended. */
public interface Resumable {
  /**
   * What {@link #resume} must know of the splits that were cut last; to be written down before the
   * first of them is read. Empty when nobody could read on from them.
   */
  Optional<String> bookmark();

  /**
   * Takes the place of a survey and its splits: looks whether those that were not read can be read
   * now so that, together with those that were, no row is lost and none doubled.
   */
  Resumed resume(Earlier earlier);
}
