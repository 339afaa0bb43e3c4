package dev.penstock.storage.adls;

import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;

/** What opens a storage account. */
public sealed interface AdlsAccess {
  <T> T when(Cases<T> cases);

  /** One method for each way in. */
  interface Cases<T> {
    T accountKey(AccountKey access);

    T sasToken(SasToken access);

    T signedIn(SignedIn access);
  }

  /**
   * One of the two keys of the account, which open everything in it.
   *
   * @param key Base64
   */
  record AccountKey(String account, Secret key) implements AdlsAccess {
    @Override
    public <T> T when(Cases<T> cases) {
      return cases.accountKey(this);
    }
  }

  /**
   * A signed list of what is allowed, until when.
   *
   * @param token without a question mark before it
   */
  record SasToken(Secret token) implements AdlsAccess {
    @Override
    public <T> T when(Cases<T> cases) {
      return cases.sasToken(this);
    }
  }

  /** Somebody with a role on the account or the container. */
  record SignedIn(Identity identity) implements AdlsAccess {
    @Override
    public <T> T when(Cases<T> cases) {
      return cases.signedIn(this);
    }
  }
}
