package dev.penstock.testing.kerberos;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.ccache.CredentialCache;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.ticket.TgtTicket;

/** A KDC on a port of this machine. It sets {@code java.security.krb5.conf} for the whole JVM. */
public final class Domain implements AutoCloseable {
  public static final String REALM = "CORP.TEST";

  private final SimpleKdcServer kdc;
  private final int port;

  private Domain(SimpleKdcServer kdc, int port) {
    this.kdc = kdc;
    this.port = port;
  }

  /**
   * Starts one that knows nobody.
   *
   * @param folder of its own
   */
  public static Domain start(Path folder) throws KrbException, IOException {
    Files.createDirectories(folder);
    int port = freePort();
    SimpleKdcServer kdc = new SimpleKdcServer();
    kdc.setWorkDir(folder.toFile());
    kdc.setKdcRealm(REALM);
    kdc.setKdcHost("127.0.0.1");
    kdc.setKdcTcpPort(port);
    kdc.setKdcUdpPort(port);
    kdc.setAllowUdp(true);
    kdc.init();
    kdc.start();
    return new Domain(kdc, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * What a machine of this domain is told of it, and of others.
   *
   * @param others the ports of their KDCs, by realm
   */
  public Path configuration(Path file, Map<String, List<Integer>> others) throws IOException {
    StringJoiner text = new StringJoiner("\n", "", "\n");
    text.add("[libdefaults]");
    text.add("  default_realm = " + REALM);
    text.add("  dns_lookup_kdc = false");
    text.add("  dns_lookup_realm = false");
    text.add("  forwardable = true");
    text.add("[realms]");
    text.add("  " + REALM + " = {\n    kdc = 127.0.0.1:" + port + "\n  }");
    others.forEach(
        (realm, ports) -> {
          text.add("  " + realm + " = {");
          ports.forEach(at -> text.add("    kdc = 127.0.0.1:" + at));
          if (ports.size() > 1) {
            text.add("    kdc_timeout = 1s");
            text.add("    max_retries = 1");
          }
          text.add("  }");
        });
    return Files.writeString(file, text.toString());
  }

  /** A user or a server, without the realm. */
  public void knows(String name, String password) throws KrbException {
    kdc.createPrincipal(name + "@" + REALM, password);
  }

  /** The keys of a user or a server, in a file. */
  public Path keytab(Path file, String name) throws KrbException {
    kdc.exportPrincipal(name + "@" + REALM, file.toFile());
    return file;
  }

  /** As kinit does it. */
  public Path ticketCache(Path file, String name, String password) throws KrbException {
    File cache = file.toFile();
    kdc.getKrbClient().storeTicket(ticket(name, password), cache);
    return file;
  }

  /** The same long ago. */
  public Path expiredTicketCache(Path file, String name, String password)
      throws KrbException, IOException {
    TgtTicket ticket = ticket(name, password);
    ticket.getEncKdcRepPart().setEndTime(new KerberosTime(1_600_000_000_000L));
    CredentialCache cache = new CredentialCache(ticket);
    cache.setVersion(CredentialCache.FCC_FVNO_4);
    cache.store(file.toFile());
    return file;
  }

  private TgtTicket ticket(String name, String password) throws KrbException {
    return kdc.getKrbClient().requestTgt(name + "@" + REALM, password);
  }

  @Override
  public void close() throws KrbException {
    kdc.stop();
  }
}
