package dev.penstock.app;

import com.azure.core.credential.TokenRequestContext;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.EntraTokens;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens for sources without a password; the redactor knows each before anybody else does. */
final class SourceTokens implements EntraTokens {
  private final Identities identities;
  private final Redactor redactor;
  private final Map<String, Identity> bySource = new ConcurrentHashMap<>();

  SourceTokens(Identities identities, Redactor redactor) {
    this.identities = identities;
    this.redactor = redactor;
  }

  @Override
  public Secret token(String source, EntraLogin login, String scope) {
    // An identity keeps its token while that is good for some minutes more, and then gets another.
    Identity identity = bySource.computeIfAbsent(source, any -> identity(login));
    String token =
        identity.credential().getTokenSync(new TokenRequestContext().addScopes(scope)).getToken();
    redactor.register(token);
    return new Secret(token, identity.words());
  }

  private Identity identity(EntraLogin login) {
    return login.when(
        new EntraLogin.Cases<>() {
          @Override
          public Identity machine(EntraLogin.Machine machine) {
            return identities.defaultIdentity();
          }

          @Override
          public Identity servicePrincipal(EntraLogin.ServicePrincipal app) {
            return identities.servicePrincipal(
                new ServicePrincipal(app.tenantId(), app.clientId(), app.clientSecret()));
          }

          @Override
          public Identity managedIdentity(EntraLogin.ManagedIdentity managed) {
            return identities.managedIdentity(managed.clientId());
          }
        });
  }
}
