package dev.penstock.source.jdbc;

import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.EntraLogin;

/** For tests of sources that have a password. */
public final class NoTokens implements EntraTokens {
  @Override
  public Secret token(String source, EntraLogin login, String scope) {
    throw new AssertionError("a token was asked for");
  }
}
