package dev.penstock.storage.adls;

import dev.penstock.storage.adls.AdlsFailures.Refusal;

/** Requests that no service answered. */
final class Silences {
  private final AdlsAddress address;
  private final AdlsAccess access;
  private final String host;

  Silences(AdlsAddress address, AdlsAccess access) {
    this.address = address;
    this.access = access;
    this.host = address.endpoint().getHost();
  }

  Refusal of(Answer answer) {
    return switch (answer.kind()) {
      case UNKNOWN_HOST ->
          Refusal.outOfReach(
              "the name " + host + " is not known to DNS",
              "Check the storage account's name '%s'; private endpoints and their DNS zones are needed for both dfs and blob."
                  .formatted(address.account()));
      case UNTRUSTED ->
          Refusal.forGood(
              "the TLS certificate of " + host + " is not trusted",
              "If a proxy opens TLS here, add its certificate to the trust store of Java"
                  + " (keytool -importcert -cacerts), or exempt this host from it.");
      case NOT_SIGNED_IN ->
          Refusal.forGood(
              "could not sign in as " + words(),
              "Check that identity, or set azure_storage_account_key or azure_storage_sas_token"
                  + " instead.");
      case TIMEOUT ->
          Refusal.outOfReach(
              host + " did not answer in time, after several tries",
              "Check the network, then run the job again; nothing was published.");
      case NOT_CONNECTED ->
          Refusal.outOfReach(
              "no connection to " + host + ", after several tries",
              "Check the network, proxy and firewall of this machine, then run the job again.");
      case REPLY, BROKEN, INTERRUPTED, STRANGE ->
          Refusal.outOfReach(
              "the connection to " + host + " broke, after several tries",
              "Check the network, then run the job again; nothing was published.");
    };
  }

  private String words() {
    return access.when(new Who());
  }
}
