package dev.penstock.source.rest.auth;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.IngestException;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Credentials;

/** A token of Entra ID with each request; who keeps it until it runs out is the identity. */
public record EntraCredentials(
    String source, EntraTokens tokens, EntraTokens.Login login, String scope)
    implements Credentials {
  public EntraCredentials {
    requireNonNull(source, "source");
    requireNonNull(tokens, "tokens");
    requireNonNull(login, "login");
    requireNonNull(scope, "scope");
  }

  @Override
  public Call sign(Call call) {
    return call.header("Authorization", "Bearer " + token());
  }

  private String token() {
    try {
      return tokens.token(source, login, scope).reveal();
    } catch (IngestException e) {
      throw new IngestException(
          e.code(), "source %s, auth_type entra: %s".formatted(source, e.getMessage()), e);
    }
  }
}
