package dev.penstock.source.rest.http;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;

/**
 * Why no encrypted connection came about.
 *
 * @param what happened
 * @param mend what to do
 */
record TlsTrouble(String what, String mend) {
  private static final String WHO =
      "If you know who signed it, name the file with the authority's certificate in root_certificate; behind a company's proxy that is the proxy's.";

  /** The other side's word for a certificate that it wanted and did not get, or did not like. */
  private static final Pattern ALERT =
      Pattern.compile(
          "(certificate_required|bad_certificate|certificate_unknown|unknown_ca|access_denied"
              + "|certificate_expired|certificate_revoked|unsupported_certificate)");

  /** Empty for trouble that may pass. */
  static Optional<TlsTrouble> of(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return Optional.of(
            new TlsTrouble(
                "the server's certificate has run out (%s)".formatted(Trouble.line(said(cause))),
                "Have whoever runs the API renew it; if it has not, check the clock of this machine."));
      }
      if (cause instanceof CertificateNotYetValidException) {
        return Optional.of(
            new TlsTrouble(
                "the server's certificate is not valid yet (%s)"
                    .formatted(Trouble.line(said(cause))),
                "Check the clock of this machine."));
      }
      Matcher alert = ALERT.matcher(said(cause));
      if (said(cause).contains("alert") && alert.find()) {
        return Optional.of(
            new TlsTrouble(
                "the server refuses this side's certificate, or wants one (%s)"
                    .formatted(alert.group(1)),
                "Name one that it knows in client_certificate, with its key in client_key."));
      }
    }
    return handshake(e);
  }

  private static Optional<TlsTrouble> handshake(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String said = said(cause).toLowerCase(Locale.ROOT);
      if (said.contains("unable to find valid certification path")) {
        return Optional.of(
            new TlsTrouble(
                "the server's certificate is signed by nobody whom this Java trusts", WHO));
      }
      boolean name = said.contains("no name matching") || said.contains("subject alternative");
      if (cause instanceof CertificateException && name) {
        return Optional.of(
            new TlsTrouble(
                "the server's certificate is for another name (%s)"
                    .formatted(Trouble.line(said(cause))),
                "Write base_url with the name that the certificate has."));
      }
    }
    return e instanceof SSLHandshakeException
        ? Optional.of(
            new TlsTrouble(
                "no encrypted connection (" + Trouble.line(said(e)) + ")",
                "See to it that the server's certificate is valid for its name and that Java trusts its authority (root_certificate)."))
        : Optional.empty();
  }

  private static String said(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
