package dev.penstock.source.jdbc;

import dev.penstock.failure.IngestException;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Reachable;
import dev.penstock.source.Source;
import dev.penstock.source.Visit;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.kerberos.Domain;
import dev.penstock.testing.kerberos.FalseKdc;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.KerberosServer;
import dev.penstock.testing.tds.TdsServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kerby.kerberos.kerb.KrbErrorCode;

/**
 * Signs in with Kerberos in many ways and prints what came of each, in a process of its own: where
 * the KDC is, a whole JVM is told at once, and which file is its ticket cache.
 */
final class KerberosTrial {
  static final String PASSWORD = "Tïcket;to 1de";

  private final TdsServer server;
  private final KerberosServer acceptor;
  private final Path folder;

  private KerberosTrial(TdsServer server, KerberosServer acceptor, Path folder) {
    this.server = server;
    this.acceptor = acceptor;
    this.folder = folder;
  }

  /**
   * Runs all of them.
   *
   * @param arguments a folder, and a file in it that KRB5CCNAME names and that is not there
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path usual = Path.of(arguments[1]);
    try (Domain domain = Domain.start(folder.resolve("kdc"));
        FalseKdc silent = FalseKdc.silent();
        FalseKdc strict = FalseKdc.refusing("STRICT.TEST", KrbErrorCode.KDC_ERR_PREAUTH_FAILED);
        FalseKdc skewed = FalseKdc.refusing("SKEWED.TEST", KrbErrorCode.KRB_AP_ERR_SKEW);
        TdsServer server = TdsServer.start(Door.open());
        TdsServer secure = TdsServer.start(Door.inside(TestTls.serverContext()))) {
      Map<String, List<Integer>> others =
          Map.of(
              "SILENT.TEST", List.of(silent.port()),
              "SKEWED.TEST", List.of(skewed.port()),
              "STRICT.TEST", List.of(strict.port()),
              "CLOSED.TEST", List.of(closedPort()),
              "TWICE.TEST", List.of(silent.port(), strict.port()));
      Path configuration = domain.configuration(folder.resolve("krb5.conf"), others);
      System.setProperty("java.security.krb5.conf", configuration.toString());
      String spn = "MSSQLSvc/localhost:" + server.port();
      domain.knows(spn, "keys of the server");
      domain.knows("MSSQLSvc/other:1", "keys of another");
      domain.knows("penstock", PASSWORD);
      domain.knows("stranger", PASSWORD);
      server.login("CORP\\penstock", "");
      KerberosServer acceptor =
          KerberosServer.of(
              spn + "@" + Domain.REALM, domain.keytab(folder.resolve("server.keytab"), spn));
      server.windows(acceptor);
      secure.windows(acceptor);
      secure.login("CORP\\penstock", "");
      new KerberosTrial(server, acceptor, folder).run(domain, usual);
      new KerberosTrial(secure, acceptor, folder).overTls(spn);
      System.out.printf("== questions%n%d%n", strict.questions());
    }
  }

  private static int closedPort() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(Domain domain, Path usual) throws Exception {
    String keytab = domain.keytab(folder.resolve("user.keytab"), "penstock").toString();
    String cache = domain.ticketCache(folder.resolve("cache"), "penstock", PASSWORD).toString();
    String old = domain.expiredTicketCache(folder.resolve("old"), "penstock", PASSWORD).toString();
    String scheme = "option_authenticationscheme";

    tell("password", PASSWORD, "username", "penstock@corp.test", scheme, "JavaKerberos");
    tell("password, realm of krb5.conf", PASSWORD, "username", "penstock", scheme, "kerberos");
    tell("wrong password", "wr0ng", "username", "penstock@CORP.TEST", scheme, "JavaKerberos");
    tell("unknown user", PASSWORD, "username", "nobody@CORP.TEST", scheme, "JavaKerberos");
    tell("keytab", "", "username", "penstock", scheme, "JavaKerberos", "option_keytab", keytab);
    tell(
        "keytab of another",
        "",
        "username",
        "stranger",
        scheme,
        "JavaKerberos",
        "option_keytab",
        keytab);
    tell("ticket cache", "", "option_trusted_connection", "yes", "option_ticketcache", cache);
    tell(
        "ticket cache of another",
        "",
        "username",
        "stranger@CORP.TEST",
        "option_trusted_connection",
        "yes",
        "option_ticketcache",
        cache);
    tell("expired", "", "option_trusted_connection", "yes", "option_ticketcache", old);
    tell("no ticket", "", "option_integratedsecurity", "true");
    domain.ticketCache(usual, "stranger", PASSWORD);
    tell("no login", "", "option_integratedsecurity", "true");
    tell(
        "password beside a ticket",
        PASSWORD,
        "username",
        "penstock",
        "option_integratedsecurity",
        "true");
    tell(
        "unknown server",
        PASSWORD,
        "username",
        "penstock",
        scheme,
        "JavaKerberos",
        "option_serverspn",
        "MSSQLSvc/nowhere:1433");
    tell(
        "keys of another server",
        PASSWORD,
        "username",
        "penstock",
        scheme,
        "JavaKerberos",
        "option_serverspn",
        "MSSQLSvc/other:1");
    tell("unknown realm", PASSWORD, "username", "penstock@NOWHERE.TEST", scheme, "JavaKerberos");
    tell("closed KDC", PASSWORD, "username", "penstock@CLOSED.TEST", scheme, "JavaKerberos");
    tell("skewed KDC", PASSWORD, "username", "penstock@SKEWED.TEST", scheme, "JavaKerberos");
    tell("strict KDC", "wr0ng", "username", "penstock@STRICT.TEST", scheme, "JavaKerberos");
    tell("second KDC", "wr0ng", "username", "penstock@TWICE.TEST", scheme, "JavaKerberos");
    tell(
        "silent KDC",
        PASSWORD,
        "username",
        "penstock@SILENT.TEST",
        scheme,
        "JavaKerberos",
        "option_logintimeout",
        "1");
    server.faults().route("localhost", server.port());
    tell("sent on", PASSWORD, "username", "penstock", scheme, "JavaKerberos");
    server.windows(acceptor.lying());
    tell("false server", PASSWORD, "username", "penstock", scheme, "JavaKerberos");
    System.out.println("== lent\n" + acceptor.lent());
  }

  private void overTls(String spn) {
    tell(
        "over TLS",
        PASSWORD,
        "username",
        "penstock",
        "option_trusted_connection",
        "yes",
        "option_serverspn",
        spn,
        "option_encrypt",
        "yes",
        "option_trustservercertificate",
        "yes");
  }

  private void tell(String name, String password, String... values) {
    Map<String, String> settings = new HashMap<>(SqlServerFixture.settings(server.port()));
    settings.remove("username");
    settings.put("host", "localhost");
    settings.put("option_logintimeout", "60");
    for (int i = 0; i < values.length; i += 2) {
      settings.put(values[i], values[i + 1]);
    }
    int before = server.logins().size();
    long start = System.nanoTime();
    String outcome = outcome(settings, password);
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf(
        "== %s%n%s%n%d logins, %d ms%n", name, outcome, server.logins().size() - before, millis);
  }

  private static String outcome(Map<String, String> settings, String password) {
    Jobs jobs = Jobs.of(SourceType.SQLSERVER);
    try (Connector connector = SqlServerFixture.connector(settings, password);
        Source source = connector.open(jobs.query("SELECT 1 AS id").job());
        Visit visit = ((Reachable) connector).visit(jobs.job())) {
      return "%d column as %s"
          .formatted(source.schema().getFields().size(), visit.server().user().orElse("?"));
    } catch (IngestException e) {
      return e.code() + ": " + e.getMessage();
    }
  }
}
