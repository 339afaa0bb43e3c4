package dev.penstock.source.jdbc.dialect.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.security.auth.Subject;
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
 * @param spn the server's name, for which the second ticket is
 */
record KerberosTickets(LoginContext login, GSSCredential credential, String spn)
    implements AutoCloseable {
  private static final String MECHANISM = "1.2.840.113554.1.2.2";

  /** Asks for the server's ticket, which the user's subject keeps. */
  static KerberosTickets of(LoginContext login, String spn) throws GSSException {
    GSSCredential credential = as(login.getSubject(), () -> ask(spn));
    return new KerberosTickets(login, credential, spn);
  }

  private static GSSCredential ask(String spn) throws GSSException {
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
    return credential;
  }

  /** With a credential of ours, the driver does not lend the user's own ticket to the server. */
  Connection connect(Properties properties) throws SQLException {
    properties.setProperty("serverSpn", spn);
    properties.put("gsscredential", credential);
    return as(
        login.getSubject(), () -> new SQLServerDriver().connect(SqlServerAccess.URL, properties));
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
      credential.dispose();
      login.logout();
    } catch (GSSException | LoginException e) {
      // They are in the memory of this process alone, and expire.
      return;
    }
  }
}
