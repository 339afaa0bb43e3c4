package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a vault is, such as {@code https://kv-penstock.vault.azure.net}; also of a national cloud.
 *
 * @param url scheme, host and, if it is not the usual one, port; nothing behind them
 */
public record VaultAddress(URI url) {
  /** The environment variable that names the vault. */
  public static final String VARIABLE = "AZURE_KEY_VAULT_URL";

  private static final String EXAMPLE = "https://kv-penstock.vault.azure.net";

  public VaultAddress {
    requireNonNull(url, "url");
  }

  /**
   * The vault that the environment names; empty when the variable is absent or blank.
   *
   * @throws ConfigException when it is no address of a vault
   */
  public static Optional<VaultAddress> of(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "").strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
  }

  private static VaultAddress parse(String text) {
    if (text.indexOf('@') >= 0 || text.indexOf('?') >= 0) {
      // Not shown: what stands there may be a password or a token.
      throw refusal("it holds more than an address ('@' or '?')", "Write no more than " + EXAMPLE);
    }
    URI url = uri(text);
    if (!"https".equalsIgnoreCase(url.getScheme())) {
      throw refusal("'%s' does not begin with https://".formatted(text), withScheme(text));
    }
    if (url.getHost() == null) {
      throw refusal("'%s' names no host".formatted(text), "Write it as in " + EXAMPLE);
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    if ((!url.getRawPath().isEmpty() && !url.getRawPath().equals("/"))
        || url.getFragment() != null) {
      throw refusal(
          "'%s' leads into the vault".formatted(text), "Write https://%s%s".formatted(host, port));
    }
    refusePrivateLink(text, host);
    return new VaultAddress(URI.create("https://" + host + port));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refusal("'%s' is no URL".formatted(text), "Write it as in " + EXAMPLE);
    }
  }

  private static String withScheme(String text) {
    String rest = text.replaceFirst("^[A-Za-z]+://", "").replaceFirst("/.*$", "");
    String host = rest.contains(".") ? rest : rest + ".vault.azure.net";
    return "Write https://" + host;
  }

  /** The certificate is of the public name, and DNS leads that name to the private address. */
  private static void refusePrivateLink(String text, String host) {
    if (host.contains(".privatelink.") || host.contains(".vaultcore.")) {
      throw refusal(
          "'%s' is the inner name of a private endpoint".formatted(text),
          "Write the vault's own name, https://%s; with a private endpoint, DNS leads it to the private address"
              .formatted(host.replace(".privatelink.", ".").replace(".vaultcore.", ".vault.")));
    }
  }

  private static ConfigException refusal(String what, String mend) {
    return new ConfigException(
        List.of(Problem.error("environment variable " + VARIABLE, what + ".", mend + ".")));
  }

  /** For those who cannot do without a vault. */
  public static ConfigException notSet() {
    return refusal("it is not set", "Set it to the address of your vault, such as " + EXAMPLE);
  }

  public String host() {
    return url.getHost();
  }

  /** The vault's name: the first part of its host. */
  public String name() {
    return host().replaceFirst("\\..*$", "");
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return "key vault " + host();
  }
}
