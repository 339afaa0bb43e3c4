package dev.penstock.source.rest.auth;

import dev.penstock.secret.Secret;
import java.util.Optional;

/** Signs sources in to Microsoft Entra ID. Safe for use by several threads. */
public interface EntraTokens {
  /**
   * A token that is good now; whoever asks keeps it no longer than for one request. Throws
   * IngestException when Entra ID gives none.
   *
   * @param source the source that signs in
   * @param scope what the token is for, such as {@code https://graph.microsoft.com/.default}
   */
  Secret token(String source, Login login, String scope);

  /**
   * As whom: with a secret an app registration, with an id alone a managed identity, with neither
   * whatever identity the machine has.
   */
  record Login(Optional<String> tenantId, Optional<String> clientId, Optional<Secret> secret) {}
}
