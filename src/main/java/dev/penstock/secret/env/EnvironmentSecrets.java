package dev.penstock.secret.env;

import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretKey.Scope;
import dev.penstock.secret.SecretStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets in environment variables: {@code DLT_<SOURCE>_<KEY>}, {@code
 * DLT_DESTINATION_<NAME>_<KEY>}, and the names that dlt itself reads, such as {@code
 * SOURCES__SHOP__CREDENTIALS__PASSWORD}.
 */
public final class EnvironmentSecrets implements SecretStore {
  private final Map<String, String> environment;

  public EnvironmentSecrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Environment variables of this process. */
  public static EnvironmentSecrets ofProcess() {
    return new EnvironmentSecrets(System.getenv());
  }

  @Override
  public Optional<Secret> find(SecretKey key) {
    return names(key).stream()
        .filter(name -> !environment.getOrDefault(name, "").isBlank())
        .findFirst()
        .map(
            name -> new Secret(environment.get(name), "environment", "environment (" + name + ")"));
  }

  @Override
  public String place(SecretKey key) {
    List<String> names = names(key);
    return names.stream()
        .filter(environment::containsKey)
        .filter(name -> environment.get(name).isBlank())
        .findFirst()
        .map(name -> "environment (" + name + " is empty)")
        .orElse("environment (" + names.get(0) + ")");
  }

  /** In the order in which they are looked at. */
  private static List<String> names(SecretKey key) {
    String owner = word(key.owner());
    String prefix = key.scope() == Scope.DESTINATION ? "DLT_DESTINATION_" : "DLT_";
    String section = key.scope().name() + "__" + owner + "__";
    String nested = nested(key.key());
    return List.of(
        prefix + owner + "_" + word(key.key()),
        section + nested,
        section + "CREDENTIALS__" + nested);
  }

  private static String nested(String key) {
    return String.join("__", List.of(key.split("\\.")).stream().map(part -> word(part)).toList());
  }

  private static String word(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
