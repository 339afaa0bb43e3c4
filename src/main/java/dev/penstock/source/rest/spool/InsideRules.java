package dev.penstock.source.rest.spool;

import static java.util.Objects.requireNonNull;

import java.util.function.UnaryOperator;

/** What is the same all over one column of lists, while it is found out what they hold. */
final class InsideRules {
  private static final int MOST_MEMBERS = 1_000;

  private final String column;
  private final UnaryOperator<String> naming;
  private final int deepest;
  private int members;
  private boolean overflowed;
  private long value;

  /**
   * @param naming the name of a member for the one that the API gives
   * @param deepest so deep are lists and objects taken apart
   */
  InsideRules(String column, UnaryOperator<String> naming, int deepest) {
    this.column = requireNonNull(column, "column");
    this.naming = requireNonNull(naming, "naming");
    this.deepest = deepest;
  }

  /** Begins the value of another record. */
  void nextValue() {
    value++;
  }

  /** The number of the value that is being looked at. */
  long value() {
    return value;
  }

  /** Whether lists and objects at this depth are left as they are. */
  boolean leaves(int depth) {
    return depth > deepest || overflowed;
  }

  String name(String given) {
    return naming.apply(given);
  }

  /** Whether there may be one more member; if so, it is counted. */
  boolean admit() {
    overflowed |= members == MOST_MEMBERS;
    members++;
    return !overflowed;
  }

  /** Whether there were more members than a column takes. */
  boolean isOverflowed() {
    return overflowed;
  }

  Columns.SameNameException sameName(String name) {
    return new Columns.SameNameException(name, column);
  }
}
