package dev.penstock.testing.tds;

import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** The server's side of Kerberos, by Java's own: tickets are opened with the keys of a keytab. */
public final class KerberosServer implements WindowsSignIn {
  private static final String MECHANISM = "1.2.840.113554.1.2.2";

  private final Subject subject;
  private final List<String> lent = new CopyOnWriteArrayList<>();

  private KerberosServer(Subject subject) {
    this.subject = subject;
  }

  /**
   * One that has the keys of this name.
   *
   * @param spn with its realm
   */
  public static KerberosServer of(String spn, Path keytab) throws LoginException {
    Map<String, String> options =
        Map.of(
            "principal", spn,
            "useKeyTab", "true",
            "keyTab", keytab.toString(),
            "storeKey", "true",
            "isInitiator", "false",
            "doNotPrompt", "true");
    AppConfigurationEntry entry =
        new AppConfigurationEntry(
            "com.sun.security.auth.module.Krb5LoginModule",
            LoginModuleControlFlag.REQUIRED,
            options);
    Configuration configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String any) {
            return new AppConfigurationEntry[] {entry};
          }
        };
    LoginContext login = new LoginContext("server", new Subject(), null, configuration);
    login.login();
    return new KerberosServer(login.getSubject());
  }

  /** Who has lent this server a ticket to act in the user's name, unasked. */
  public List<String> lent() {
    return lent;
  }

  @Override
  public Talk begin() {
    return token -> {
      try {
        PrivilegedExceptionAction<Turn> action = () -> accept(token);
        return Subject.doAs(subject, action);
      } catch (PrivilegedActionException e) {
        // A ticket for other keys, or none at all.
        return Turn.unknown();
      }
    };
  }

  /** The same, but what it says to prove itself proves nothing. */
  public WindowsSignIn lying() {
    return () -> token -> Turn.known("CORP\\penstock", token);
  }

  private Turn accept(byte[] token) throws GSSException {
    GSSManager manager = GSSManager.getInstance();
    GSSCredential credential =
        manager.createCredential(
            null, GSSCredential.INDEFINITE_LIFETIME, new Oid(MECHANISM), GSSCredential.ACCEPT_ONLY);
    GSSContext context = manager.createContext(credential);
    byte[] proof = context.acceptSecContext(token, 0, token.length);
    String[] name = context.getSrcName().toString().split("@", -1);
    String user = name[1].replaceFirst("\\..*", "") + "\\" + name[0];
    if (context.getCredDelegState()) {
      lent.add(user);
    }
    return Turn.known(user, proof);
  }
}
