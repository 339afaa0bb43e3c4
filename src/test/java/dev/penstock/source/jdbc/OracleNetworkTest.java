package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.Connector;
import dev.penstock.testing.TnsStandIn;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Oracle's own driver connects, against a listener that is none. */
final class OracleNetworkTest {
  @TempDir Path folder;

  private static Connector connector(Map<String, String> values) {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.ORACLE), values)),
        key ->
            key.key().equals("password")
                ? Optional.of(new Secret("geheim", "test"))
                : Optional.empty(),
        SourceCount.AUTO,
        1,
        new NoTokens());
  }

  private static Map<String, String> at(int port, String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("host", "127.0.0.1");
    values.put("port", Integer.toString(port));
    values.put("username", "penstock");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return values;
  }

  private static void assertCannotOpen(
      Map<String, String> values, ErrorCode code, String beginning, String end) {
    try (Connector refused = connector(values)) {
      assertThatThrownBy(() -> refused.open(Jobs.of(SourceType.ORACLE).table("ORDERS").job()))
          .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
          .hasMessageStartingWith(beginning)
          .hasMessageEndingWith(end)
          .hasMessageNotContaining("geheim")
          .hasMessageNotContaining("https:");
    }
  }

  private static String opening(int port) {
    return "sheet SourceConfig, row 7: source shop (Oracle at 127.0.0.1:"
        + port
        + "), opening ORDERS: ";
  }

  @Test
  void asksForTheServiceAndSaysWhenTheListenerDoesNotKnowIt() throws Exception {
    try (TnsStandIn listener = TnsStandIn.refusing(12514)) {
      assertCannotOpen(
          at(listener.port(), "service_name", "SALES.example.com"),
          ErrorCode.SOURCE_REFUSED,
          opening(listener.port()) + "ORA-12514: ",
          "\nMend service_name or sid of the source; lsnrctl services at the server lists the names."
              + " After a start of the database they take a minute to appear.");
      assertThat(listener.asked())
          .singleElement()
          .asString()
          .contains("(PROTOCOL=tcp)", "(SERVICE_NAME=SALES.example.com)", "(PROGRAM=penstock)");
    }
  }

  @Test
  void asksForASidWhereThatIsGiven() throws Exception {
    try (TnsStandIn listener = TnsStandIn.refusing(12505)) {
      assertCannotOpen(
          at(listener.port(), "sid", "ORCL"),
          ErrorCode.SOURCE_REFUSED,
          opening(listener.port()) + "ORA-12505: ",
          "they take a minute to appear.");
      assertThat(listener.asked()).singleElement().asString().contains("(SID=ORCL)");
    }
  }

  @Test
  void takesTheDatabaseForAService() throws Exception {
    try (TnsStandIn listener = TnsStandIn.refusing(12514)) {
      assertCannotOpen(
          at(listener.port(), "database", "ORCLPDB1"),
          ErrorCode.SOURCE_REFUSED,
          opening(listener.port()),
          "appear.");
      assertThat(listener.asked()).singleElement().asString().contains("(SERVICE_NAME=ORCLPDB1)");
    }
  }

  @ParameterizedTest
  @CsvSource({"12516, SOURCE_BUSY", "12520, SOURCE_BUSY", "12528, SOURCE_UNREACHABLE"})
  void maySucceedLaterWhenTheListenerSaysSo(int error, ErrorCode code) throws Exception {
    try (TnsStandIn listener = TnsStandIn.refusing(error)) {
      assertCannotOpen(
          at(listener.port(), "service_name", "S"),
          code,
          opening(listener.port()) + "ORA-" + error + ": ",
          ".");
    }
  }

  @Test
  void takesAUrlAsItStands() throws Exception {
    try (TnsStandIn listener = TnsStandIn.refusing(12514)) {
      String address = "//127.0.0.1:" + listener.port() + "/SALES";
      assertCannotOpen(
          Map.of("url", "jdbc:oracle:thin:penstock/geheim@" + address),
          ErrorCode.SOURCE_REFUSED,
          "sheet SourceConfig, row 7: source shop (Oracle at "
              + address
              + "), opening ORDERS: ORA-12514",
          "appear.");
      assertThat(listener.asked()).singleElement().asString().contains("(SERVICE_NAME=SALES)");
    }
  }

  @Test
  void takesAnAliasOfTnsnames() throws Exception {
    try (TnsStandIn listener = TnsStandIn.refusing(12514)) {
      Files.writeString(
          folder.resolve("tnsnames.ora"),
          "SHOP_DB = (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=127.0.0.1)(PORT=%d))(CONNECT_DATA=(SERVICE_NAME=FROMFILE)))%n"
              .formatted(listener.port()));
      assertCannotOpen(
          Map.of("tns_alias", "SHOP_DB", "tns_admin", folder.toString(), "username", "u"),
          ErrorCode.SOURCE_REFUSED,
          "sheet SourceConfig, row 7: source shop (Oracle at SHOP_DB), opening ORDERS: ORA-12514",
          "appear.");
      assertThat(listener.asked()).singleElement().asString().contains("(SERVICE_NAME=FROMFILE)");
    }
    assertCannotOpen(
        Map.of("tns_alias", "NONE", "tns_admin", folder.toString(), "username", "u"),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: source shop (Oracle at NONE), opening ORDERS: ORA-",
        "\nMend tns_alias, tns_admin, host or url of the source; tns_admin is the folder of tnsnames.ora.");
  }

  @Test
  void saysWhenTheConnectionEndsAtOnce() throws Exception {
    try (TnsStandIn listener = TnsStandIn.hangingUp()) {
      assertCannotOpen(
          at(listener.port(), "service_name", "S"),
          ErrorCode.SOURCE_UNREACHABLE,
          opening(listener.port()) + "ORA-17",
          ".");
    }
  }

  @Test
  void doesNotWaitForeverForAListenerThatSaysNothing() throws Exception {
    try (TnsStandIn listener = TnsStandIn.silent()) {
      assertCannotOpen(
          at(listener.port(), "service_name", "S", "option_login_timeout", "700"),
          ErrorCode.SOURCE_UNREACHABLE,
          opening(listener.port()),
          ".");
      assertThat(listener.asked()).isNotEmpty();
    }
  }

  @Test
  void saysWhenNothingListens() throws Exception {
    int port;
    try (ServerSocket none = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = none.getLocalPort();
    }
    assertCannotOpen(
        at(port, "service_name", "S"),
        ErrorCode.SOURCE_UNREACHABLE,
        opening(port) + "ORA-12541: ",
        "\nCheck host and port, that the server runs, and that a firewall lets this machine through.");
  }

  @Test
  void saysWhenNoHostIsOfThatName() {
    Map<String, String> values = at(1521, "service_name", "S");
    values.put("host", "no-such-host.invalid");
    assertCannotOpen(
        values,
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7: source shop (Oracle at no-such-host.invalid:1521), opening ORDERS: ORA-17868",
        ".");
  }

  @Test
  @Secures(Measure.ORACLE_TLS)
  void asksForTlsAndIsNotContentWithLess() throws Exception {
    try (TnsStandIn listener = TnsStandIn.hangingUp()) {
      assertCannotOpen(
          at(listener.port(), "service_name", "S", "option_protocol", "tcps"),
          ErrorCode.SOURCE_UNREACHABLE,
          opening(listener.port()),
          ".");
      assertThat(listener.asked()).contains(TnsStandIn.TLS);
    }
  }

  private static void refuses(Map<String, String> values, ErrorCode code, String message) {
    assertCannotOpen(values, code, message, "");
  }

  @Test
  void refusesSettingsThatAreNone() {
    refuses(
        at(1521, "service_name", "S)(X=1"),
        ErrorCode.CONFIG,
        "source shop, service_name: 'S)(X=1' is not a name.\nWrite the name alone");
    refuses(
        Map.of("url", "jdbc:oracle:oci:@x"),
        ErrorCode.CONFIG,
        "source shop, url: it does not begin with jdbc:oracle:thin:.\nWrite it so");
    refuses(
        at(1521, "service_name", "S", "option_protocol", "udp"),
        ErrorCode.CONFIG,
        "source shop, option_protocol: 'udp' is not known.\nWrite tcps or tcp");
    refuses(
        at(1521, "service_name", "S", "option_socketfactory", "x"),
        ErrorCode.CONFIG,
        "sheet Sources, source shop, column option_socketfactory: not an option that may be set for Oracle.");
    refuses(
        Map.of("username", "u"),
        ErrorCode.SECRET,
        "source shop: no host, service_name.\nLooked in sheet Sources");
  }
}
