package dev.penstock.campaign;

/** The death of a run's process, in place of a real one: nothing of the run may catch it. */
final class Death extends Error {
  private static final long serialVersionUID = 1L;

  Death() {
    super("the process has died");
  }
}
