package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import dev.penstock.source.jdbc.dialect.TokenRules;
import java.util.Locale;
import java.util.stream.Stream;

/** Tokens for Azure SQL, and for SQL Server where Entra ID is set up. */
final class SqlServerTokens implements TokenRules {
  private static final String PUBLIC = ".database.windows.net";
  private static final String CHINA = ".database.chinacloudapi.cn";
  private static final String US_GOVERNMENT = ".database.usgovcloudapi.net";

  @Override
  public String scope(ConnectionSettings settings) {
    String host = settings.host().orElse("").toLowerCase(Locale.ROOT);
    String zone = Stream.of(CHINA, US_GOVERNMENT).filter(host::endsWith).findFirst().orElse(PUBLIC);
    return "https://" + zone.substring(1) + "/.default";
  }

  /** The token says who it is. */
  @Override
  public boolean needsUsername() {
    return false;
  }

  @Override
  public String mend(Failure failure, String username) {
    if (failure.code() == ErrorCode.LOGIN_REFUSED) {
      return "Entra ID gave a token, but the database does not take it. Its Entra administrator makes the user with CREATE USER [name of the identity] FROM EXTERNAL PROVIDER in this database; the login is tried once only.";
    }
    return SqlServerTls.isOne(failure)
        ? "A token travels over TLS alone, to a server whose certificate is checked: name the file of the authority that signed its certificate in option_sslrootcert if this Java does not know it."
        : failure.mend();
  }
}
