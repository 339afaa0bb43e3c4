package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

/**
 * A value that cannot print itself: only {@link #reveal()} gives it, to whoever opens a connection
 * with it.
 */
public final class Secret {
  private final String value;
  private final String store;
  private final String place;

  /**
   * @param store which store answered, for the log
   */
  public Secret(String value, String store) {
    this(value, store, store);
  }

  /**
   * @param store which store answered, for the log
   * @param place where in the store it stands, such as {@code environment (DLT_SHOP_PASSWORD)}
   */
  public Secret(String value, String store, String place) {
    this.value = requireNonNull(value, "value");
    this.store = requireNonNull(store, "store");
    this.place = requireNonNull(place, "place");
  }

  public String reveal() {
    return value;
  }

  /** The name of the store that gave it, such as {@code environment}. */
  public String store() {
    return store;
  }

  /** The store and where in it, for those who look for it. */
  public String place() {
    return place;
  }

  @Override
  public String toString() {
    return "***";
  }
}
