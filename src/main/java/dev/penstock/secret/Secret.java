package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

/**
 * A value that cannot print itself: only {@link #reveal()} gives it, to whoever opens a connection
 * with it.
 */
public final class Secret {
  private final String value;
  private final String store;

  /**
   * @param store which store answered, for the log
   */
  public Secret(String value, String store) {
    this.value = requireNonNull(value, "value");
    this.store = requireNonNull(store, "store");
  }

  public String reveal() {
    return value;
  }

  /** The name of the store that gave it, such as {@code environment}. */
  public String store() {
    return store;
  }

  @Override
  public String toString() {
    return "***";
  }
}
