package dev.penstock.secret.toml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
        .filter(text -> !text.isBlank())
        .map(text -> new Secret(text, file.toString()));
  }

  @Override
  public String place(SecretKey key) {
    String found = value(key).isPresent() ? " is empty" : "";
    return "%s ([%s.%s] %s%s)"
        .formatted(
            file, key.scope().name().toLowerCase(Locale.ROOT), key.owner(), key.key(), found);
  }

  /** What stands under the key, even if blank: in the owner's section, else in its credentials. */
  private Optional<String> value(SecretKey key) {
    JsonNode section = child(child(root, key.scope().name(), key), key.owner(), key);
    Optional<String> own = text(descend(section, key), key);
    return own.filter(text -> !text.isBlank())
        .or(() -> text(descend(child(section, "credentials", key), key), key))
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
