package dev.penstock.source.jdbc;

import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.EntraLogin;

/** Signs sources in to Microsoft Entra ID. Safe for use by several threads. */
public interface EntraTokens {
  /**
   * A token with which a connection can be opened now; whoever asks keeps it no longer than that.
   * Throws IngestException when Entra ID gives none; then its message is what happened, and, on its
   * last line, the mend.
   *
   * @param source the source that signs in, for messages
   * @param scope what the token is for, such as {@code https://database.windows.net/.default}
   */
  Secret token(String source, EntraLogin login, String scope);
}
