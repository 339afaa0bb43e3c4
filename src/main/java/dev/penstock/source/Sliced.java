package dev.penstock.source;

/** A source that says why it cuts its rows as it does. */
public interface Sliced {
  /** How the rows of the last survey were cut and why, as half a sentence; may be empty. */
  String cutting();
}
