package dev.penstock.source.jdbc.dialect.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/**
 * A user's own ticket and the one for a server, so that a connection needs no word with the KDC.
 *
 * @param user whose own ticket cannot be lent, though the driver asks for that
 * @param spn the server's name, for which the second ticket is
 */
record KerberosTickets(LoginContext login, Subject user, String spn) implements AutoCloseable {
  private static final String MECHANISM = "1.2.840.113554.1.2.2";
  private static final int FORWARDABLE = 1;

  /** Asks for the server's ticket, which the user's subject keeps. */
  static KerberosTickets of(LoginContext login, String spn) throws GSSException {
    Subject user = unlendable(login.getSubject());
    as(user, () -> ask(spn));
    return new KerberosTickets(login, user, spn);
  }

  private static Subject unlendable(Subject subject) {
    Subject user = new Subject();
    user.getPrincipals().addAll(subject.getPrincipals());
    subject.getPrivateCredentials(KerberosTicket.class).stream()
        .map(KerberosTickets::unlendable)
        .forEach(user.getPrivateCredentials()::add);
    return user;
  }

  /** Java goes by the flags that stand beside the ticket. */
  private static KerberosTicket unlendable(KerberosTicket ticket) {
    boolean[] flags = ticket.getFlags();
    flags[FORWARDABLE] = false;
    return new KerberosTicket(
        ticket.getEncoded(),
        ticket.getClient(),
        ticket.getServer(),
        ticket.getSessionKey().getEncoded(),
        ticket.getSessionKeyType(),
        flags,
        ticket.getAuthTime(),
        ticket.getStartTime(),
        ticket.getEndTime(),
        ticket.getRenewTill(),
        ticket.getClientAddresses());
  }

  private static String ask(String spn) throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    Oid kerberos = new Oid(MECHANISM);
    GSSCredential credential =
        manager.createCredential(
            null, GSSCredential.DEFAULT_LIFETIME, kerberos, GSSCredential.INITIATE_ONLY);
    GSSContext context =
        manager.createContext(
            manager.createName(spn, null), kerberos, credential, GSSContext.DEFAULT_LIFETIME);
    context.requestMutualAuth(true);
    context.initSecContext(new byte[0], 0, 0);
    context.dispose();
    credential.dispose();
    return spn;
  }

  Connection connect(Properties properties) throws SQLException {
    properties.setProperty("serverSpn", spn);
    return as(user, () -> new SQLServerDriver().connect(SqlServerAccess.URL, properties));
  }

  /** What is done as somebody. */
  private interface Deed<T, E extends Exception> {
    T done() throws E;
  }

  @SuppressWarnings("unchecked")
  private static <T, E extends Exception> T as(Subject subject, Deed<T, E> deed) throws E {
    try {
      PrivilegedExceptionAction<T> action = deed::done;
      return Subject.doAs(subject, action);
    } catch (PrivilegedActionException e) {
      throw (E) e.getException();
    }
  }

  @Override
  public void close() {
    try {
      login.logout();
    } catch (LoginException e) {
      // They are in the memory of this process alone, and expire.
      return;
    }
  }
}
