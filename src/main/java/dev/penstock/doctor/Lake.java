package dev.penstock.doctor;

import dev.penstock.failure.Problem;
import dev.penstock.storage.Containers;
import java.util.List;

/** Where jobs load into, as it is configured. Asking for it may ask a vault, and so take long. */
public interface Lake {
  /** What can be told of its address and credentials without reaching it. */
  List<Problem> problems();

  /**
   * Opens it; the caller closes it.
   *
   * @throws dev.penstock.failure.ConfigException when one of the problems is an error
   */
  Containers open();
}
