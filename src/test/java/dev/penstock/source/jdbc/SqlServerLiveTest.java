package dev.penstock.source.jdbc;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same against a real server, in a database of its own, whose tables are dropped. */
@Tag("live")
@EnabledIf(
    value = "isConfigured",
    disabledReason = "set PENSTOCK_LIVE_SQLSERVER_URL to test a real SQL Server or Azure SQL")
final class SqlServerLiveTest extends SqlServerSourceTest {
  private static final String URL = "PENSTOCK_LIVE_SQLSERVER_URL";

  static boolean isConfigured() {
    return System.getenv(URL) != null;
  }

  private static ConnectionUrl url() {
    return ConnectionUrl.parse(System.getenv(URL));
  }

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(url().parts());
    settings.remove("password");
    settings.putIfAbsent("port", "1433");
    url().options().forEach((name, value) -> settings.put("option_" + name, value));
    return settings;
  }

  @Override
  String password() {
    return url().parts().get("password");
  }
}
