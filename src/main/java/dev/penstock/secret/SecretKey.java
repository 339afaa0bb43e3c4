package dev.penstock.secret;

import static java.util.Objects.requireNonNull;

/**
 * What a secret is asked for by.
 *
 * @param scope whose secret it is
 * @param owner the source's or destination's name, as in the workbook
 * @param key such as {@code password}; lower case; a dot leads into a nested table
 */
public record SecretKey(Scope scope, String owner, String key) {
  /** Whose secret it is: the section of the TOML file. */
  public enum Scope {
    SOURCES,
    DESTINATION
  }

  public SecretKey {
    requireNonNull(scope, "scope");
    requireNonNull(owner, "owner");
    requireNonNull(key, "key");
  }

  public static SecretKey ofSource(String source, String key) {
    return new SecretKey(Scope.SOURCES, source, key);
  }

  public static SecretKey ofDestination(String destination, String key) {
    return new SecretKey(Scope.DESTINATION, destination, key);
  }

  /** The owner as messages name it, such as {@code source shop}. */
  public String ownerInWords() {
    return switch (scope) {
      case SOURCES -> "source " + owner;
      case DESTINATION -> "destination " + owner;
    };
  }
}
