package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is, in the words of the driver.
 *
 * @param shown for messages; holds no login
 * @param encrypted whether the connection is to be one of TLS
 */
record OracleAddress(String url, String shown, boolean encrypted) {
  static final String URL = "url";
  static final String SERVICE_NAME = "service_name";
  static final String SID = "sid";
  static final String ALIAS = "tns_alias";

  private static final String THIN = "jdbc:oracle:thin:";
  private static final int USUAL_PORT = 1521;
  private static final int USUAL_TLS_PORT = 2484;

  /** No parenthesis, with which more could be added to a descriptor. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._$#-]+");

  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%-]+");
  private static final Pattern TLS =
      Pattern.compile("tcps\\s*[:)]|protocol\\s*=\\s*tcps", Pattern.CASE_INSENSITIVE);

  /** What stands behind the address in a URL. */
  private static final Pattern REST = Pattern.compile("\\?.*$");

  static OracleAddress of(ConnectionSettings settings) {
    Optional<String> url = settings.own(URL);
    if (url.isPresent()) {
      return whole(settings, url.get());
    }
    Optional<String> alias = settings.own(ALIAS);
    if (alias.isPresent()) {
      String name = checked(settings, ALIAS, alias.get());
      return new OracleAddress(THIN + "@" + name, name, isEncrypted(settings));
    }
    return descriptor(settings);
  }

  private static OracleAddress whole(ConnectionSettings settings, String url) {
    if (!url.toLowerCase(Locale.ROOT).startsWith(THIN)) {
      throw refused(
          settings,
          URL,
          "it does not begin with " + THIN,
          "Write it so, as the thin driver is the one that comes with Penstock, or give host and service_name.");
    }
    Matcher rest = REST.matcher(url.substring(url.lastIndexOf('@') + 1));
    return new OracleAddress(url, rest.replaceFirst(""), TLS.matcher(url).find());
  }

  private static OracleAddress descriptor(ConnectionSettings settings) {
    boolean tls = isEncrypted(settings);
    String host = settings.host().orElseThrow().replace("[", "").replace("]", "");
    if (!HOST.matcher(host).matches()) {
      throw refused(
          settings,
          "host",
          "'%s' is no name of one server".formatted(host),
          "For several servers, write the whole descriptor in url: jdbc:oracle:thin:@(DESCRIPTION=...).");
    }
    int usual = tls ? USUAL_TLS_PORT : USUAL_PORT;
    int port = settings.port() == 0 ? usual : settings.port();
    String url =
        THIN
            + "@(DESCRIPTION=(ADDRESS=(PROTOCOL=%s)(HOST=%s)(PORT=%d))(CONNECT_DATA=(%s)))"
                .formatted(tls ? "tcps" : "tcp", host, port, database(settings));
    return new OracleAddress(url, host + ":" + port, tls);
  }

  private static String database(ConnectionSettings settings) {
    Optional<String> sid = settings.own(SID);
    if (settings.own(SERVICE_NAME).isEmpty() && sid.isPresent()) {
      return "SID=" + checked(settings, SID, sid.get());
    }
    String service = settings.own(SERVICE_NAME).or(settings::database).orElseThrow();
    return "SERVICE_NAME=" + checked(settings, SERVICE_NAME, service);
  }

  private static boolean isEncrypted(ConnectionSettings settings) {
    String protocol = settings.options().getOrDefault("protocol", "").strip();
    return switch (protocol.toLowerCase(Locale.ROOT)) {
      case "" ->
          settings.own(OracleProperties.WALLET).isPresent() || settings.port() == USUAL_TLS_PORT;
      case "tcps" -> true;
      case "tcp" -> false;
      default ->
          throw refused(
              settings,
              "option_protocol",
              "'%s' is not known".formatted(protocol),
              "Write tcps or tcp, or leave it empty.");
    };
  }

  private static String checked(ConnectionSettings settings, String key, String name) {
    if (NAME.matcher(name.strip()).matches()) {
      return name.strip();
    }
    throw refused(
        settings,
        key,
        "'%s' is not a name".formatted(name),
        "Write the name alone, such as ORCLPDB1 or sales.example.com; a descriptor belongs into url, after jdbc:oracle:thin:@.");
  }

  private static IngestException refused(
      ConnectionSettings settings, String key, String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "source %s, %s: %s.\n%s".formatted(settings.source(), key, what, mend));
  }
}
