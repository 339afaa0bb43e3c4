package dev.penstock.source.jdbc.dialect;

/** Tokens for Azure Database for PostgreSQL: the role logs in with the token as its password. */
final class PostgresTokens implements TokenRules {
  @Override
  public String scope() {
    return "https://ossrdbms-aad.database.windows.net/.default";
  }

  @Override
  public String whenRefused(String username) {
    return ("Entra ID gave a token, but the server does not take it for this user. Check that Microsoft Entra"
            + " authentication is on for the server, and that username is the name of the identity that"
            + " signed in; its Entra administrator makes the role with SELECT * FROM"
            + " pgaadauth_create_principal('%s', false, false) in the database postgres.")
        .formatted(username.replace("'", "''"));
  }
}
