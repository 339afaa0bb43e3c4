package dev.penstock.source.jdbc.dialect.sqlserver;

import dev.penstock.failure.ErrorCode;
import dev.penstock.source.jdbc.dialect.Failures.Failure;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;

/** Why there is no ticket, told by the numbers that RFC 4120 gives to errors where there is one. */
final class KerberosFailures {
  private static final String CONFIGURATION =
      "/etc/krb5.conf (or the file that PENSTOCK_JAVA_OPTS=-Djava.security.krb5.conf=... names)";

  private static final String REACH =
      "Check the kdc lines of the realm in %s, and that a firewall lets this machine through to port 88 of the domain controllers, UDP and TCP."
          .formatted(CONFIGURATION);

  private static final String ONCE =
      " The login is tried once only, so that no account gets locked.";

  private static final String CLOSED = "nobody listens at its port";

  private static final int NO_USER = 6;
  private static final int NO_SERVER = 7;
  private static final int NO_CIPHER = 14;
  private static final int REVOKED = 18;
  private static final int PASSWORD_EXPIRED = 23;
  private static final int TICKET_EXPIRED = 32;
  private static final int SKEW = 37;
  private static final Set<Integer> NOT_PROVEN = Set.of(24, 31);

  private static final Pattern NUMBER = Pattern.compile("\\((\\d{1,2})\\)");

  /** What Java puts before what happened, and behind it. */
  private static final Pattern AROUND = Pattern.compile("^.*\\(Mechanism level: (.*)\\)$");

  /** Behind the number it says the same again, or what it was doing. */
  private static final Pattern NUMBERED = Pattern.compile("^(.*?\\(\\d{1,2}\\)) - .*$");

  /** What Java says where {@code krb5.conf} is missing, or knows no such realm. */
  private static final List<String> NO_REALM =
      List.of("Cannot locate", "Cannot find KDC", "default realm", "locate KDC", "krb5.conf");

  private KerberosFailures() {}

  /** No ticket for the user. */
  static WindowsFailure ofUser(LoginException error, KerberosUser user) {
    Failure failure =
        common(error)
            .orElseGet(
                () -> number(error).isPresent() ? numbered(error, user) : unnumbered(error, user));
    return new WindowsFailure(failure, error);
  }

  private static Failure numbered(LoginException error, KerberosUser user) {
    int number = number(error).orElse(0);
    String who = user.words();
    if (NOT_PROVEN.contains(number)) {
      return refused(
          "the KDC does not take the %s of %s (%s)".formatted(user.proof(), who, said(error)),
          "Mend username and %s of the source.%s".formatted(user.proof(), ONCE));
    }
    return switch (number) {
      case NO_USER ->
          refused(
              "the KDC knows no user %s (%s)".formatted(who, said(error)),
              "Write username as name@REALM, such as penstock@CORP.EXAMPLE.COM.");
      case REVOKED ->
          refused(
              "the account of %s is locked, disabled or expired (%s)".formatted(who, said(error)),
              "Have the domain's administrator open it.");
      case PASSWORD_EXPIRED ->
          refused(
              "the password of %s has expired (%s)".formatted(who, said(error)),
              "Have it changed in the domain, and then in the settings of the source.");
      default -> other(error, user);
    };
  }

  private static Failure unnumbered(LoginException error, KerberosUser user) {
    return switch (user.means()) {
      // So Java says it when the KDC wants no proof beforehand, and its answer cannot be read.
      case PASSWORD ->
          said(error).contains("Checksum failed")
              ? refused(
                  "the password is not that of " + user.words(),
                  "Mend username and password of the source." + ONCE)
              : other(error, user);
      case KEYTAB ->
          refused(
              "the keytab %s has no key for %s (%s)"
                  .formatted(user.file(), user.words(), said(error)),
              "Write username as klist -k shows it, or have the keytab made anew.");
      case TICKET_CACHE ->
          refused(
              user.noTicket(),
              "Run kinit as the user who runs Penstock, or set a keytab (option_keytab) or username and password. Java reads caches that are files alone, not KEYRING or KCM: kinit -c FILE:... and the same file in KRB5CCNAME or option_ticketcache.");
    };
  }

  private static Failure other(Exception error, KerberosUser user) {
    return refused(
        "Kerberos gave no ticket to %s (%s)".formatted(user.words(), said(error)),
        "Try kinit for the same user, which says more.");
  }

  /** No ticket for the server, though there is one for the user. */
  static WindowsFailure ofServer(GSSException error, KerberosUser user, String spn) {
    Failure failure =
        common(error)
            .orElseGet(
                () ->
                    switch (number(error).orElse(0)) {
                      case NO_SERVER ->
                          new Failure(
                              ErrorCode.SOURCE_REFUSED,
                              "the KDC knows no server %s (%s)".formatted(spn, said(error)),
                              "Have the SPN registered for the account under which SQL Server runs (setspn -S), or name the one that is registered (setspn -L) in option_serverspn; host must be the server's own full name, no alias.");
                      case TICKET_EXPIRED ->
                          refused(
                              "the ticket of %s has expired (%s)"
                                  .formatted(user.words(), said(error)),
                              "Run kinit again.");
                      default -> other(error, user);
                    });
    return new WindowsFailure(failure, error);
  }

  /** Nobody answered for so long. */
  static WindowsFailure silent(Duration limit, Exception error) {
    return new WindowsFailure(
        new Failure(
            ErrorCode.SOURCE_UNREACHABLE,
            "no KDC answered within %d s".formatted(limit.toSeconds()),
            REACH
                + " Where one of several is down, kdc_timeout = 3s and max_retries = 1 in [libdefaults] bring the next one in time: by itself Java asks each three times, for 30 s."),
        error);
  }

  private static Optional<Failure> common(Exception error) {
    String said = all(error);
    int number = number(error).orElse(0);
    if (number == SKEW) {
      return failure(
          ErrorCode.SOURCE_REFUSED,
          "the clock of this machine and that of the KDC differ by more than Kerberos allows (%s)"
              .formatted(said(error)),
          "Set this machine's clock by the domain's time service; five minutes are allowed.");
    }
    if (number == NO_CIPHER || said.contains("is not supported/enabled")) {
      return failure(
          ErrorCode.SOURCE_REFUSED,
          "this Java and the KDC have no cipher in common (%s)".formatted(said(error)),
          "Have AES switched on for the account in the domain, and its password set anew so that it has keys for AES.");
    }
    if (NO_REALM.stream().anyMatch(said::contains)) {
      return failure(
          ErrorCode.CONFIG,
          "Java does not know where the KDC is (%s)".formatted(said(error)),
          "Name the realm and its kdc in %s, and write username as name@REALM, or set option_realm."
              .formatted(CONFIGURATION));
    }
    return causes(error).anyMatch(IOException.class::isInstance)
        ? failure(
            ErrorCode.SOURCE_UNREACHABLE,
            "no KDC can be reached (%s)".formatted(said(error)),
            REACH)
        : Optional.empty();
  }

  private static Optional<Failure> failure(ErrorCode code, String what, String mend) {
    return Optional.of(new Failure(code, what, mend));
  }

  private static Failure refused(String what, String mend) {
    return new Failure(ErrorCode.LOGIN_REFUSED, what, mend);
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static String all(Throwable error) {
    return causes(error)
        .map(cause -> String.valueOf(cause.getMessage()))
        .collect(Collectors.joining("\n"));
  }

  private static Optional<Integer> number(Throwable error) {
    Matcher found = NUMBER.matcher(all(error));
    return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
  }

  /** The words of Java, without those around them. */
  static String said(Throwable error) {
    String words =
        causes(error)
            .map(cause -> cause instanceof PortUnreachableException ? CLOSED : cause.getMessage())
            .filter(message -> message != null && !message.equals("null"))
            .findFirst()
            .orElse("nothing more is known")
            .strip();
    String inner = AROUND.matcher(words).replaceFirst("$1");
    return NUMBERED.matcher(inner).replaceFirst("$1");
  }
}
