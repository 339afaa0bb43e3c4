package dev.penstock.source.jdbc.dialect.postgres;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.TokenRules;
import java.util.Locale;
import java.util.stream.Stream;

/** Tokens for Azure Database for PostgreSQL: the role logs in with the token as its password. */
final class PostgresTokens implements TokenRules {
  private static final String PUBLIC = ".database.windows.net";
  private static final String CHINA = ".database.chinacloudapi.cn";
  private static final String US_GOVERNMENT = ".database.usgovcloudapi.net";

  /** Without TLS the token could be read underway, so no weaker mode is named. */
  private static final String TLS =
      "A token travels over TLS alone, to a server whose certificate is checked: have the server offer TLS, and name the file of the authority that signed its certificate in option_sslrootcert if this Java does not know it.";

  @Override
  public String scope(ConnectionSettings settings) {
    String host = settings.host().orElse("").toLowerCase(Locale.ROOT);
    String zone = Stream.of(CHINA, US_GOVERNMENT).filter(host::endsWith).findFirst().orElse(PUBLIC);
    return "https://ossrdbms-aad" + zone + "/.default";
  }

  @Override
  public String mend(Failure failure, String username) {
    if (failure.code() == ErrorCode.LOGIN_REFUSED) {
      return refused(username);
    }
    return PostgresTls.isOne(failure) ? TLS : failure.mend();
  }

  private static String refused(String username) {
    return ("Entra ID gave a token, but the server does not take it for this user. Check that Microsoft Entra"
            + " authentication is on for the server, and that username is the name of the identity that"
            + " signed in; its Entra administrator makes the role with SELECT * FROM"
            + " pgaadauth_create_principal('%s', false, false) in the database postgres.")
        .formatted(username.replace("'", "''"));
  }
}
