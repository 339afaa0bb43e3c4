package dev.penstock.storage;

import java.util.List;

/**
 * A place below the root of a store: names joined by slashes, none of them empty, {@code .} or
 * {@code ..}. The empty path is the root.
 */
public record StoragePath(String value) implements Comparable<StoragePath> {
  public static final StoragePath ROOT = new StoragePath("");

  public StoragePath {
    if (!value.isEmpty()) {
      for (String name : value.split("/", -1)) {
        if (name.isEmpty()
            || name.equals(".")
            || name.equals("..")
            || name.indexOf('\0') >= 0
            || name.contains("\\")) {
          throw new IllegalArgumentException("'" + value + "' is no path below a store's root");
        }
      }
    }
  }

  /** The path of {@code child}, itself one name or several joined by slashes, below this one. */
  public StoragePath resolve(String child) {
    return new StoragePath(value.isEmpty() ? child : value + "/" + child);
  }

  /** The last name. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The path without its last name. */
  public StoragePath parent() {
    int slash = value.lastIndexOf('/');
    return slash < 0 ? ROOT : new StoragePath(value.substring(0, slash));
  }

  /** The names from the root down. */
  public List<String> names() {
    return value.isEmpty() ? List.of() : List.of(value.split("/", -1));
  }

  @Override
  public int compareTo(StoragePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
