package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import java.util.function.Supplier;

/**
 * Who asks a vault, and by which connections.
 *
 * @param credential its failures may be an IngestException that says how to mend them
 * @param identity in words, such as {@code service principal 0f1e...}; asked once a token was given
 */
public record VaultLogin(TokenCredential credential, HttpClient http, Supplier<String> identity) {
  public VaultLogin {
    requireNonNull(credential, "credential");
    requireNonNull(http, "http");
    requireNonNull(identity, "identity");
  }
}
