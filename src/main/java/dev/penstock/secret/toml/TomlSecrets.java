package dev.penstock.secret.toml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretKey.Scope;
import dev.penstock.secret.SecretStore;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets in {@code .dlt/secrets.toml}: a key {@code password} of the source {@code shop} stands in
 * {@code [sources.shop]} or {@code [sources.shop.credentials]}, one of a destination in {@code
 * [destination.filesystem]} or {@code [destination.filesystem.credentials]}. Names are compared
 * without regard to letter case, and whatever is neither letter nor digit counts as {@code _}.
 */
public final class TomlSecrets implements SecretStore {
  private final Path file;
  private final JsonNode root;
  private final List<Problem> warnings;

  private TomlSecrets(Path file, JsonNode root, List<Problem> warnings) {
    this.file = file;
    this.root = root;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads the file; a file that does not exist is a store without secrets.
   *
   * @throws dev.penstock.failure.ConfigException when it is not the TOML it should be; the message
   *     says where and never shows the line
   */
  public static TomlSecrets read(Path file) {
    return new TomlSecrets(file, SecretsFile.parse(file), SecretsFile.exposure(file));
  }

  /** What should be mended although the secrets can be used. */
  public List<Problem> warnings() {
    return warnings;
  }

  @Override
  public Optional<Secret> find(SecretKey key) {
    return value(key)
        .filter(value -> !value.text().isBlank())
        .map(value -> new Secret(value.text(), file.toString(), place(key, value.table(), "")));
  }

  /**
   * Every key that has a value, in the order of the file; a list is no value.
   *
   * @throws IngestException SECRET when a section is none
   */
  public List<SecretKey> keys() {
    Set<SecretKey> keys = new LinkedHashSet<>();
    for (Scope scope : Scope.values()) {
      for (Map.Entry<String, JsonNode> section : properties(root, scope.name())) {
        for (Map.Entry<String, JsonNode> entry : section.getValue().properties()) {
          collect(scope, section.getKey(), key(entry.getKey()), entry.getValue(), keys);
        }
      }
    }
    return keys.stream().filter(key -> find(key).isPresent()).toList();
  }

  private static List<Map.Entry<String, JsonNode>> properties(JsonNode root, String scope) {
    return root.properties().stream()
        .filter(table -> canonical(table.getKey()).equals(canonical(scope)))
        .flatMap(table -> table.getValue().properties().stream())
        .toList();
  }

  private static void collect(
      Scope scope, String owner, String path, JsonNode node, Set<SecretKey> keys) {
    if (node.isObject()) {
      String prefix = path.equals("credentials") ? "" : path + ".";
      node.properties()
          .forEach(
              entry -> collect(scope, owner, prefix + key(entry.getKey()), entry.getValue(), keys));
    } else if (!node.isArray()) {
      keys.add(new SecretKey(scope, owner, path));
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String place(SecretKey key) {
    return place(key, "", value(key).isPresent() ? " is empty" : "");
  }

  private String place(SecretKey key, String table, String remark) {
    return "%s ([%s.%s%s] %s%s)"
        .formatted(
            file,
            key.scope().name().toLowerCase(Locale.ROOT),
            key.owner(),
            table,
            key.key(),
            remark);
  }

  /**
   * @param table below the owner's section: {@code .credentials} or nothing
   */
  private record Value(String text, String table) {}

  /** What stands under the key, even if blank: in the owner's section, else in its credentials. */
  private Optional<Value> value(SecretKey key) {
    JsonNode section = child(child(root, key.scope().name(), key), key.owner(), key);
    Optional<Value> own = text(descend(section, key), key).map(text -> new Value(text, ""));
    return own.filter(value -> !value.text().isBlank())
        .or(
            () ->
                text(descend(child(section, "credentials", key), key), key)
                    .map(text -> new Value(text, ".credentials")))
        .or(() -> own);
  }

  private JsonNode descend(JsonNode section, SecretKey key) {
    JsonNode node = section;
    for (String part : key.key().split("\\.", -1)) {
      node = child(node, part, key);
    }
    return node;
  }

  /** The entry whose name is the same to us; two of them would leave us guessing. */
  private JsonNode child(JsonNode table, String name, SecretKey key) {
    List<String> names =
        table.properties().stream()
            .map(entry -> entry.getKey())
            .filter(candidate -> canonical(candidate).equals(canonical(name)))
            .toList();
    if (names.size() > 1) {
      throw refusal(
          key,
          "'%s' and '%s' are the same name here".formatted(names.get(0), names.get(1)),
          "Keep one of them.");
    }
    return names.isEmpty() ? SecretsFile.NOTHING : table.get(names.get(0));
  }

  private Optional<String> text(JsonNode node, SecretKey key) {
    boolean table = node.isObject();
    if (node.isMissingNode() || (table && key.key().equals("credentials"))) {
      return Optional.empty();
    }
    if (table || node.isArray()) {
      throw refusal(
          key,
          "%s is a %s, but text is due".formatted(key.key(), table ? "table" : "list"),
          "Write the key %s as one value in quotes.".formatted(key.key()));
    }
    return Optional.of(node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asText());
  }

  private IngestException refusal(SecretKey key, String what, String mend) {
    return new IngestException(
        ErrorCode.SECRET, "%s, %s: %s.\n%s".formatted(file, key.ownerInWords(), what, mend));
  }

  private static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "_");
  }
}
