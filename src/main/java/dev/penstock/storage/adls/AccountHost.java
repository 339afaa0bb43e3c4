package dev.penstock.storage.adls;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host of an account: Azure's own names, other DNS names, addresses of machines. */
final class AccountHost {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern MACHINE = Pattern.compile("localhost|\\[.*]|[0-9]+(\\.[0-9]+){3}");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127(\\.[0-9]+){3}");

  /** Public, China, US government; the second form is that of accounts with DNS zones. */
  private static final Pattern AZURE =
      Pattern.compile(
          "([a-z0-9-]+)\\.(dfs|blob)\\.(core\\.(?:windows\\.net|chinacloudapi\\.cn|usgovcloudapi\\.net))"
              + "|([a-z0-9-]+)\\.(z[0-9]+)\\.(dfs|blob)\\.(storage\\.azure\\.net)");

  private final BucketUrl url;
  private final Optional<String> accountName;

  AccountHost(BucketUrl url, Optional<String> accountName) {
    this.url = url;
    this.accountName = accountName;
    accountName.ifPresent(this::requireAccount);
  }

  /** The public cloud's host for azure_storage_account_name. */
  Endpoint ofAccountName() {
    String account =
        accountName.orElseThrow(
            () ->
                url.refusal(
                    "does not say which storage account.",
                    "Set azure_storage_account_name in [destination.filesystem.credentials], or write abfss://container@account.dfs.core.windows.net/folder."));
    return new Endpoint(URI.create("https://" + account + ".dfs.core.windows.net"), account);
  }

  /** azure_account_host, with or without a scheme and a path. */
  Endpoint given(String host) {
    int end = host.indexOf("://");
    String scheme = end < 0 ? "https" : host.substring(0, end).toLowerCase(Locale.ROOT);
    String authority = AddressParser.first(host.substring(end < 0 ? 0 : end + 3));
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw url.refusal(
          "goes with azure_account_host '" + scheme + "://...', which is no https address.",
          "Write azure_account_host as a host alone, such as account.dfs.core.windows.net.");
    }
    return isMachine(authority)
        ? new Endpoint(
            URI.create(checked(scheme, authority) + "/" + requiredName(authority)),
            requiredName(authority))
        : named(scheme, authority);
  }

  /** The host of {@code abfss://container@host}. */
  Endpoint ofHadoop(String scheme, String host) {
    if (isMachine(host)) {
      return new Endpoint(
          URI.create(checked(scheme, host) + "/" + requiredName(host)), requiredName(host));
    }
    // abfs:// means http to Hadoop; Azure itself wants TLS, and gets it.
    return named("https", host);
  }

  /** The host of {@code https://host/container}; an address of a machine has the account first. */
  Endpoint ofWeb(String scheme, String host) {
    if (!isMachine(host)) {
      return named(scheme, host);
    }
    String account = AddressParser.first(url.path());
    requireAccount(account);
    requireSame(account);
    return new Endpoint(URI.create(checked(scheme, host) + "/" + account), account);
  }

  private Endpoint named(String scheme, String host) {
    String base = checked(scheme, host);
    String name = host.toLowerCase(Locale.ROOT);
    refuseOneLake(name);
    refusePrivateLink(name);
    Matcher azure = AZURE.matcher(name);
    if (!azure.matches()) {
      return new Endpoint(URI.create(base), requiredName(host));
    }
    String account = azure.group(1) == null ? azure.group(4) : azure.group(1);
    requireAccount(account);
    requireSame(account);
    String rest =
        azure.group(1) == null
            ? azure.group(5) + ".dfs." + azure.group(7)
            : "dfs." + azure.group(3);
    return new Endpoint(URI.create("https://" + account + "." + rest), account);
  }

  private String checked(String scheme, String host) {
    if (!HOST.matcher(host).matches()) {
      throw url.refusal(
          "names the host '" + host + "', which cannot exist.",
          "Write the host as account.dfs.core.windows.net.");
    }
    String base = scheme + "://" + host.toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !LOOPBACK.matcher(withoutPort(host)).matches()) {
      throw url.refusal(
          "would send rows and secrets over http, without encryption.", "Write https://.");
    }
    return base;
  }

  private void refuseOneLake(String host) {
    if (host.endsWith(".fabric.microsoft.com")) {
      throw url.refusal(
          "is OneLake, which is not known to refuse a rename onto a file; two runs could both commit.",
          "Load into an Azure storage account with a hierarchical namespace, and show it in Fabric by a shortcut.");
    }
  }

  private void refusePrivateLink(String host) {
    if (host.contains(".privatelink.")) {
      throw url.refusal(
          "names a private link zone, for which the account has no certificate.",
          "Write the host without 'privatelink.'; the private DNS zone leads it to the private endpoint.");
    }
  }

  /** An account's name where the host does not tell it. */
  private String requiredName(String host) {
    return accountName.orElseThrow(
        () ->
            url.refusal(
                "does not say which storage account: host '"
                    + host
                    + "' is not one of Azure's own.",
                "Set azure_storage_account_name in [destination.filesystem.credentials]."));
  }

  private void requireSame(String account) {
    accountName
        .filter(name -> !name.equals(account))
        .ifPresent(
            name -> {
              throw url.refusal(
                  "names the account '"
                      + account
                      + "', but azure_storage_account_name is '"
                      + name
                      + "'.",
                  "Name the same account in both, or leave azure_storage_account_name out.");
            });
  }

  private void requireAccount(String account) {
    if (!ACCOUNT.matcher(account).matches()) {
      throw url.refusal(
          "goes with the account '" + account + "', which cannot exist.",
          "Use the storage account's name alone: 3 to 24 lower case letters and digits.");
    }
  }

  private static boolean isMachine(String host) {
    return MACHINE.matcher(withoutPort(host).toLowerCase(Locale.ROOT)).matches();
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]*$", "");
  }
}
