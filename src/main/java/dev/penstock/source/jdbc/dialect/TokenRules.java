package dev.penstock.source.jdbc.dialect;

/** How a database takes an access token of Microsoft Entra ID in place of a password. */
public interface TokenRules {
  /** What a token has to be asked for, in the cloud where the server stands. */
  String scope(ConnectionSettings settings);

  /** What to do when the server refuses a token for this user, as sentences. */
  String whenRefused(String username);
}
