package dev.penstock.source;

/** A source that may know by itself which rows were delivered, by what loads have remembered. */
public interface Recalling {
  /**
   * Whether it does ({@link LateRows.Rule#KNOWN_BY_SOURCE}). Then it counts nothing without being
   * told what was {@linkplain Known known}, and a survey with it counts what was not delivered.
   */
  boolean recalls();
}
