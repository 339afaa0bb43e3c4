package dev.penstock.source.jdbc.dialect.sqlserver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;

/**
 * Gets the tickets for one connection, before the driver is asked for it: the driver would take a
 * ticket cache before a password, and wait for a KDC for as long as Java waits.
 */
final class Kerberos {
  private static final String SERVICE = "MSSQLSvc/";

  private final WindowsLogin login;
  private final SqlServerAddress address;
  private final KerberosUser user;

  Kerberos(WindowsLogin login) {
    this.login = login;
    this.address = SqlServerAddress.of(login.settings());
    this.user = KerberosUser.of(login);
  }

  /**
   * The caller closes them once it is connected. An exchange that takes longer than a login may is
   * left to itself, as nothing ends it; it ends when Java gives up.
   */
  KerberosTickets tickets(Duration limit) throws SQLException {
    FutureTask<KerberosTickets> task = new FutureTask<>(this::get);
    Thread thread = new Thread(task, "kerberos of source " + login.settings().source());
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw KerberosFailures.silent(limit, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException("asking for a ticket", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a ticket", "HY008", e);
    }
  }

  private KerberosTickets get() throws SQLException {
    String host = canonical(address.host());
    LoginContext signedIn = signIn();
    String spn = spn(host, signedIn);
    try {
      return KerberosTickets.of(signedIn, spn);
    } catch (GSSException e) {
      throw KerberosFailures.ofServer(e, user, spn);
    }
  }

  private LoginContext signIn() throws SQLException {
    try {
      return user.signIn();
    } catch (LoginException e) {
      throw KerberosFailures.ofUser(e, user);
    }
  }

  /** Domains register servers with their full names. */
  private static String canonical(String host) throws SQLException {
    try {
      InetAddress found = InetAddress.getByName(host);
      boolean full = host.contains(".") && !host.equals(found.getHostAddress());
      String name = full ? host : found.getCanonicalHostName();
      return name.equals(found.getHostAddress()) ? host : name;
    } catch (UnknownHostException e) {
      throw new SQLException(e.getMessage(), "08001", e);
    }
  }

  private String spn(String host, LoginContext signedIn) {
    String spn =
        login
            .option(WindowsLogin.SERVER_SPN)
            .orElseGet(
                () ->
                    SERVICE
                        + host
                        + ":"
                        + address.instance().orElse(Integer.toString(address.port())));
    return spn.contains("@") ? spn : spn + "@" + realm(spn, signedIn);
  }

  /** That of the settings, or else what {@code krb5.conf} says of the host, or the user's own. */
  private String realm(String spn, LoginContext signedIn) {
    Optional<String> set = login.option(WindowsLogin.REALM).map(KerberosUser::upper);
    if (set.isPresent()) {
      return set.get();
    }
    try {
      String bare = spn.replaceFirst(":[^:]*$", "");
      return new KerberosPrincipal(bare, KerberosPrincipal.KRB_NT_SRV_HST).getRealm();
    } catch (IllegalArgumentException e) {
      // It maps no host, and names no realm for the others.
      return signedIn.getSubject().getPrincipals(KerberosPrincipal.class).stream()
          .map(KerberosPrincipal::getRealm)
          .findFirst()
          .orElseThrow();
    }
  }
}
