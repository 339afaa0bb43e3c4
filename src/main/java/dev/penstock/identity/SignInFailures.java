package dev.penstock.identity;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in our words why Azure gave no token. */
public final class SignInFailures {
  private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d+)");
  private static final Pattern OTHER_TENANT =
      Pattern.compile("not configured to acquire tokens for tenant ([0-9A-Za-z.-]+)");
  private static final Pattern MSAL_REASON = Pattern.compile("Error Message: ?([^\\n]+)");
  private static final int MOST_CAUSES = 20;
  private static final int LONGEST_REASON = 200;

  private SignInFailures() {}

  /**
   * The sign-in failure inside what an Azure client threw; empty when it failed for another reason.
   */
  public static Optional<IngestException> in(Throwable failure) {
    return causes(failure).stream()
        .filter(IngestException.class::isInstance)
        .map(IngestException.class::cast)
        .findFirst();
  }

  /**
   * @param who as {@link Identity#words} gives it
   * @param host the login host, for the mend
   * @return LOGIN_REFUSED, or SOURCE_UNREACHABLE when the login host gave no answer
   */
  static IngestException translate(String who, String host, Throwable failure) {
    return in(failure)
        .or(() -> otherTenant(who, failure))
        .or(() -> refused(who, failure))
        .or(() -> unreachable(who, host, failure))
        .orElseGet(
            () ->
                refused(
                    who,
                    "Azure gave no token: " + reason(failure),
                    "See what Azure says above; the log in logs/errors holds all of it.",
                    failure));
  }

  /** The service names its own tenant when it turns a token down, and the library sees it first. */
  private static Optional<IngestException> otherTenant(String who, Throwable failure) {
    for (Throwable cause : causes(failure)) {
      Matcher wanted = OTHER_TENANT.matcher(String.valueOf(cause.getMessage()));
      if (wanted.find()) {
        return Optional.of(
            refused(
                who,
                "the service belongs to another tenant, " + wanted.group(1),
                "Sign in with an identity of that tenant: correct the tenant id, or AZURE_TENANT_ID.",
                failure));
      }
    }
    return Optional.empty();
  }

  private static Optional<IngestException> refused(String who, Throwable failure) {
    Optional<String> number = number(failure);
    return number.map(
        found ->
            Refusal.of(found)
                .map(refusal -> refused(who, refusal.what(), refusal.mend(), failure))
                .orElseGet(
                    () ->
                        refused(
                            who,
                            reason(failure),
                            "Look AADSTS"
                                + found
                                + " up at https://login.microsoftonline.com/error.",
                            failure)));
  }

  private static IngestException refused(String who, String what, String mend, Throwable failure) {
    return new IngestException(
        ErrorCode.LOGIN_REFUSED, "%s: %s.\n%s".formatted(who, withoutDot(what), mend), failure);
  }

  private static Optional<IngestException> unreachable(String who, String host, Throwable failure) {
    return causes(failure).stream()
        .flatMap(cause -> network(cause, host).stream())
        .findFirst()
        .map(text -> new IngestException(ErrorCode.SOURCE_UNREACHABLE, who + ": " + text, failure));
  }

  private static Optional<String> network(Throwable cause, String host) {
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return Optional.of(
          host
              + " is not known to the name server.\nCheck DNS, the proxy (HTTPS_PROXY) and AZURE_AUTHORITY_HOST.");
    }
    if (cause instanceof SSLException) {
      return Optional.of(
          host
              + " has a certificate that this JVM does not trust.\nIf a proxy opens TLS, give its certificate with -Djavax.net.ssl.trustStore.");
    }
    if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
      return Optional.of(
          host
              + " did not answer in time.\nOpen the firewall for it on port 443, or set HTTPS_PROXY.");
    }
    // The JDK reports an unknown name as a refused connection with the truth as its cause.
    if (cause instanceof ConnectException && !unresolved(cause)) {
      return Optional.of(
          host
              + " refuses connections.\nOpen the firewall for it on port 443, or set HTTPS_PROXY.");
    }
    return Optional.empty();
  }

  private static boolean unresolved(Throwable failure) {
    return causes(failure).stream().anyMatch(UnresolvedAddressException.class::isInstance);
  }

  private static Optional<String> number(Throwable failure) {
    for (Throwable cause : causes(failure)) {
      Matcher matcher = NUMBER.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  /** The first line of the failure, without the trace ids of the service. */
  static String reason(Throwable failure) {
    String text = said(failure);
    text = text.replaceFirst(" ?(Trace ID:|To mitigate this issue|See https?://).*", "").strip();
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
  }

  /** The libraries wrap the machine's own answer into "see inner exception". */
  private static String said(Throwable failure) {
    for (Throwable cause : causes(failure)) {
      Matcher inner = MSAL_REASON.matcher(String.valueOf(cause.getMessage()));
      if (inner.find()) {
        return inner.group(1).strip();
      }
    }
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String withoutDot(String text) {
    return text.endsWith(".") && !text.endsWith("...")
        ? text.substring(0, text.length() - 1)
        : text;
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Throwable next = failure;
    while (next != null && causes.size() < MOST_CAUSES && !causes.contains(next)) {
      causes.add(next);
      next = next.getCause();
    }
    return causes;
  }
}
