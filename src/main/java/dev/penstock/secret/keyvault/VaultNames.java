package dev.penstock.secret.keyvault;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretKey.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Under which name the vault keeps a secret: {@code {source}-{key}}, or {@code
 * destination-{name}-{key}}, in lower case, with a hyphen in place of everything but the letters a
 * to z, digits and hyphens. Remembers who asked for which name, so that two keys never share one.
 * Safe for threads.
 */
final class VaultNames {
  /** The vault takes no longer ones. */
  static final int LONGEST = 127;

  private final Map<String, SecretKey> claimed = new ConcurrentHashMap<>();

  static String of(SecretKey key) {
    return prefix(key.scope(), key.owner()) + word(key.key());
  }

  /** What the names of all secrets of this owner begin with. */
  static String prefix(Scope scope, String owner) {
    return (scope == Scope.DESTINATION ? "destination-" : "") + word(owner) + "-";
  }

  /**
   * The name for this key; empty when it is too long for the vault, which then cannot hold it.
   *
   * @throws IngestException CONFIG when another key has been asked for under the same name
   */
  Optional<String> claim(SecretKey key) {
    String name = of(key);
    SecretKey first = claimed.putIfAbsent(name, key);
    if (first != null && !same(first, key)) {
      throw new IngestException(
          ErrorCode.CONFIG, collision(words(first), words(key), name).message());
    }
    return name.length() > LONGEST ? Optional.empty() : Optional.of(name);
  }

  /**
   * Sources whose secrets would all fall on the same names.
   *
   * @return one problem for each two of them, in the order of their names
   */
  static List<Problem> collisions(Collection<String> sources) {
    Map<String, String> byWord = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String source : sources.stream().distinct().sorted().toList()) {
      String first = byWord.putIfAbsent(prefix(Scope.SOURCES, source), source);
      if (first != null && !first.equalsIgnoreCase(source)) {
        problems.add(
            collision(
                "source " + first, "source " + source, prefix(Scope.SOURCES, source) + "..."));
      }
    }
    return problems;
  }

  /**
   * @throws ConfigException when there are any
   */
  static void refuseCollisions(Collection<String> sources) {
    List<Problem> problems = collisions(sources);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static Problem collision(String first, String second, String name) {
    return Problem.error(
        "%s and %s".formatted(first, second),
        "both are %s in the key vault.".formatted(name),
        "Give one of the two another name; in the vault every character but a letter or digit is a hyphen.");
  }

  private static boolean same(SecretKey first, SecretKey second) {
    return first.scope() == second.scope()
        && first.owner().equalsIgnoreCase(second.owner())
        && first.key().equalsIgnoreCase(second.key());
  }

  private static String words(SecretKey key) {
    return key.ownerInWords() + ", " + key.key();
  }

  private static String word(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
  }
}
