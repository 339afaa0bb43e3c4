package dev.penstock.storage.adls;

import dev.penstock.storage.adls.AdlsAccess.AccountKey;
import dev.penstock.storage.adls.AdlsAccess.Cases;
import dev.penstock.storage.adls.AdlsAccess.SasToken;
import dev.penstock.storage.adls.AdlsAccess.SignedIn;

/** Who asks, as part of a sentence; never a secret. */
final class Who implements Cases<String> {
  @Override
  public String accountKey(AccountKey access) {
    return "whoever holds the key of account " + access.account();
  }

  @Override
  public String sasToken(SasToken access) {
    return "whoever holds the SAS token";
  }

  @Override
  public String signedIn(SignedIn access) {
    return access.identity().words();
  }
}
