package dev.penstock.source.jdbc.dialect;

import dev.penstock.source.jdbc.dialect.Failures.Failure;

/** How a database takes an access token of Microsoft Entra ID in place of a password. */
public interface TokenRules {
  /** What a token has to be asked for, in the cloud where the server stands. */
  String scope(ConnectionSettings settings);

  /** Whether a user is named beside the token. */
  default boolean needsUsername() {
    return true;
  }

  /**
   * What to do about a failure of a source that signs in with tokens, as sentences; the failure's
   * own mend where tokens make no difference.
   */
  String mend(Failure failure, String username);
}
