package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.util.Map;
import java.util.Properties;

/** What the driver is told of each connection. */
final class OracleProperties {
  static final String WALLET = "wallet";
  static final String TNS_ADMIN = "tns_admin";
  static final String DN_MATCH = "ssl_server_dn_match";

  /** Read by Penstock itself. */
  private static final String PROTOCOL = "protocol";

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry(DN_MATCH, "oracle.net.ssl_server_dn_match"),
          Map.entry("ssl_server_cert_dn", "oracle.net.ssl_server_cert_dn"),
          Map.entry("ssl_version", "oracle.net.ssl_version"),
          Map.entry("ssl_cipher_suites", "oracle.net.ssl_cipher_suites"),
          Map.entry("wallet_password", "oracle.net.wallet_password"),
          Map.entry("truststore", "javax.net.ssl.trustStore"),
          Map.entry("truststore_password", "javax.net.ssl.trustStorePassword"),
          Map.entry("encryption_client", "oracle.net.encryption_client"),
          Map.entry("encryption_types_client", "oracle.net.encryption_types_client"),
          Map.entry("crypto_checksum_client", "oracle.net.crypto_checksum_client"),
          Map.entry("connect_timeout", "oracle.net.CONNECT_TIMEOUT"),
          Map.entry("login_timeout", "oracle.jdbc.ReadTimeout"),
          Map.entry("keepalive", "oracle.net.keepAlive"),
          Map.entry("disableoob", "oracle.net.disableOob"));

  private OracleProperties() {}

  static Properties of(ConnectionSettings settings) {
    Properties properties = new Properties();
    properties.setProperty("oracle.net.CONNECT_TIMEOUT", "10000");
    // Of the login; each transaction sets its own.
    properties.setProperty("oracle.jdbc.ReadTimeout", "15000");
    properties.setProperty("v$session.program", "penstock");
    // Most large values are not worth a journey of their own.
    properties.setProperty("oracle.jdbc.defaultLobPrefetchSize", "131072");
    properties.setProperty("defaultRowPrefetch", "64");
    // A server may not know the name of this machine's zone; nothing here depends on it.
    properties.setProperty("oracle.jdbc.timezoneAsRegion", "false");
    properties.setProperty("oracle.net.ssl_server_dn_match", "true");
    // Where the server can encrypt by itself, it is asked to.
    properties.setProperty("oracle.net.encryption_client", "REQUESTED");
    properties.setProperty("oracle.net.crypto_checksum_client", "REQUESTED");
    settings.own(WALLET).ifPresent(w -> properties.setProperty("oracle.net.wallet_location", w));
    settings.own(TNS_ADMIN).ifPresent(t -> properties.setProperty("oracle.net.tns_admin", t));
    settings.options().forEach((name, value) -> option(settings, properties, name, value));
    settings.username().ifPresent(user -> properties.setProperty("user", user));
    settings.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    return properties;
  }

  private static void option(
      ConnectionSettings settings, Properties properties, String name, String value) {
    if (name.equals(PROTOCOL)) {
      return;
    }
    if (!OPTIONS.containsKey(name)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "sheet Sources, source %s, column option_%s: not an option that may be set for Oracle.\nRemove it; option_protocol and option_ssl_server_dn_match are the ones most often meant."
              .formatted(settings.source(), name));
    }
    properties.setProperty(OPTIONS.get(name), value);
  }

  /** Whether the name in the server's certificate is compared with the host. */
  static boolean isNameVerified(ConnectionSettings settings) {
    return of(settings).getProperty("oracle.net.ssl_server_dn_match").matches("(?i)true|yes|on");
  }
}
