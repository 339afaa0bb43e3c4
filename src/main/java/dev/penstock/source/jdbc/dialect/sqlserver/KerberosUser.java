package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * Who asks for tickets, and with what: a password, a keytab, or the ticket that somebody got
 * before.
 *
 * @param name as Kerberos has it, such as {@code penstock@CORP.EXAMPLE.COM}; empty for whomever the
 *     ticket is of
 */
record KerberosUser(Optional<String> name, Means means, Optional<Secret> password, String file) {
  /** What the user proves with that it is the one. */
  enum Means {
    PASSWORD,
    KEYTAB,
    TICKET_CACHE
  }

  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

  static KerberosUser of(WindowsLogin login) {
    Optional<String> name =
        login.settings().username().map(String::strip).map(user -> full(user, login));
    Optional<String> keytab = login.option(WindowsLogin.KEYTAB);
    if (keytab.isPresent()) {
      requireFile(login.settings(), WindowsLogin.KEYTAB, keytab.get());
      return new KerberosUser(name, Means.KEYTAB, Optional.empty(), keytab.get());
    }
    if (login.password().isPresent()) {
      return new KerberosUser(name, Means.PASSWORD, login.password(), "");
    }
    Optional<String> cache = login.option(WindowsLogin.TICKET_CACHE);
    String file = cache.map(text -> text.replaceFirst("(?i)^FILE:", "")).orElse("");
    if (cache.isPresent()) {
      requireFile(login.settings(), WindowsLogin.TICKET_CACHE, file);
    }
    return new KerberosUser(name, Means.TICKET_CACHE, Optional.empty(), file);
  }

  /** Realms of Windows are in capitals, however somebody writes them. */
  private static String full(String user, WindowsLogin login) {
    int at = user.indexOf('@');
    if (at < 0) {
      return login.option(WindowsLogin.REALM).map(realm -> user + "@" + upper(realm)).orElse(user);
    }
    return user.substring(0, at + 1) + upper(user.substring(at + 1));
  }

  static String upper(String realm) {
    return realm.toUpperCase(Locale.ROOT);
  }

  private static void requireFile(ConnectionSettings settings, String option, String file) {
    if (!Files.isReadable(Path.of(file))) {
      throw SqlServerOptions.refused(
          settings,
          option,
          "there is no file '%s' that may be read".formatted(file),
          "Name a file that the user who runs Penstock may read.");
    }
  }

  /** For messages. */
  String words() {
    return name.orElse("this user");
  }

  String proof() {
    return means == Means.KEYTAB ? "keytab" : "password";
  }

  /** What to say when the cache had none that is valid now. */
  String noTicket() {
    if (!file.isEmpty()) {
      return TicketCache.read(Path.of(file)).missing(name);
    }
    String of = name.map(user -> " for " + user).orElse("");
    return "there is no ticket%s that is valid now in the ticket cache of the user who runs Penstock (the file in KRB5CCNAME, or else %s)"
        .formatted(of, "/tmp/krb5cc_ and the user's number");
  }

  /** Signs in to the KDC, unless there is a ticket; the caller signs out. */
  LoginContext signIn() throws LoginException {
    LoginContext context = new LoginContext("penstock", new Subject(), answers(), configuration());
    context.login();
    return context;
  }

  /** One's own, as whatever a file of JAAS says is for others. */
  private Configuration configuration() {
    AppConfigurationEntry[] entries = {
      new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options())
    };
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String any) {
        return entries.clone();
      }
    };
  }

  private Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    name.ifPresent(user -> options.put("principal", user));
    if (means != Means.PASSWORD) {
      options.put("doNotPrompt", "true");
    }
    if (means == Means.KEYTAB) {
      options.put("useKeyTab", "true");
      options.put("keyTab", Path.of(file).toAbsolutePath().toString());
    } else if (means == Means.TICKET_CACHE) {
      options.put("useTicketCache", "true");
      if (!file.isEmpty()) {
        options.put("ticketCache", Path.of(file).toAbsolutePath().toString());
      }
    }
    return options;
  }

  private CallbackHandler answers() {
    return callbacks -> {
      for (Callback asked : callbacks) {
        answer(asked);
      }
    };
  }

  private void answer(Callback asked) throws IOException, UnsupportedCallbackException {
    if (asked instanceof NameCallback question) {
      question.setName(name.orElse(""));
    } else if (asked instanceof PasswordCallback question) {
      question.setPassword(password.map(Secret::reveal).orElse("").toCharArray());
    } else {
      throw new UnsupportedCallbackException(asked);
    }
  }
}
