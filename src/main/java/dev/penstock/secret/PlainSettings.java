package dev.penstock.secret;

import dev.penstock.job.ApiSetting;
import dev.penstock.job.SourceTermsText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings that may stand beside the secrets and are none. Hiding them would make logs unreadable,
 * as a bucket_url of {@code data} would blank out every path, and messages about wrong values
 * useless. Whatever is not known to be plain is hidden.
 */
final class PlainSettings {
  private static final Set<String> NAMES =
      Set.of(
          "host",
          "port",
          "database",
          "service_name",
          "sid",
          "schema",
          "drivername",
          "driver",
          "driver_jar",
          "driver_class",
          "isolation",
          "username",
          "user",
          "path",
          "base_url",
          "bucket_url",
          "auth_type",
          "authentication",
          "encrypt",
          "sslmode",
          "trustservercertificate",
          "hostnameincertificate",
          "applicationintent",
          "instancename",
          "azure_storage_account_name",
          "azure_account_host",
          "azure_tenant_id",
          "azure_client_id",
          "tenant_id",
          "client_id");

  /** Options of drivers, as dlt has them. */
  private static final String QUERY = "query.";

  private static final Pattern LIKE_A_KEY = Pattern.compile("(?=[A-Za-z+/=_-]*\\d)[\\w+/=-]{20,}+");

  private PlainSettings() {}

  /** Whether a value under this key may be shown. */
  static boolean include(String key, String value) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.startsWith(QUERY)) {
      return !SecretPatterns.nameOne(name);
    }
    if (NAMES.contains(name)) {
      return true;
    }
    boolean plain = SourceTermsText.KEYS.contains(name) || ApiSetting.plainKeys().contains(name);
    // What somebody wrote into the wrong line is a secret all the same.
    return plain && !LIKE_A_KEY.matcher(value).find();
  }
}
