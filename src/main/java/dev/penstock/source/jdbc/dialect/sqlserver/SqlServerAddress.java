package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is.
 *
 * @param instance whose port the server's browser service tells; empty when the port is known
 */
record SqlServerAddress(String host, int port, Optional<String> instance) {
  private static final int USUAL_PORT = 1433;

  /** As ODBC has it too: {@code tcp:db.example.com,1433}. */
  private static final Pattern HOST =
      Pattern.compile("(?i)(?:tcp:)?([^\\\\,]+)(?:\\\\([^,]+))?(?:,\\s*(\\d{1,5}))?");

  static SqlServerAddress of(ConnectionSettings settings) {
    String text = settings.host().orElse("?");
    Matcher parts = HOST.matcher(text);
    if (!parts.matches()) {
      return new SqlServerAddress(text, usual(settings.port()), Optional.empty());
    }
    int written = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    int port = settings.port() == 0 ? written : settings.port();
    Optional<String> instance =
        Optional.ofNullable(parts.group(2))
            .or(() -> Optional.ofNullable(settings.options().get("instancename")))
            .filter(any -> port == 0);
    return new SqlServerAddress(
        parts.group(1).replace("[", "").replace("]", ""), usual(port), instance);
  }

  private static int usual(int port) {
    return port == 0 ? USUAL_PORT : port;
  }

  /** As messages say it. */
  String words() {
    return instance.map(name -> host + "\\" + name).orElse(host + ":" + port);
  }
}
