package dev.penstock.doctor;

/** Looks at one thing that a run needs. */
public interface Checkup {
  /** What is looked at, such as {@code source shop}. */
  String subject();

  /**
   * Looks, and closes what it opened. May take long, and may throw: the doctor lives with both.
   *
   * @param chart takes down what is found as soon as it is known, as time may run out
   */
  void examine(Chart chart);
}
