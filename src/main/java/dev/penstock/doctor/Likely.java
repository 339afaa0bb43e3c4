package dev.penstock.doctor;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** What is most likely behind a failure, read from the chain of its causes. */
final class Likely {
  /** Why nothing comes back at all. */
  static final String SILENCE =
      "a firewall drops what is sent, the address belongs to another network (VPN, private endpoint), only a proxy leads out, or the server hangs.";

  private static final String NAME =
      "a typo, or a private endpoint, whose name resolves only inside its network, and there only with its private DNS zone linked.";
  private static final String CLOSED =
      "the machine answers, but nothing listens there: the port is wrong, the server does not run, or it listens on another address.";
  private static final String UNKNOWN_CA =
      "the certificate is signed by an authority that this Java does not know: a proxy of the company that looks into TLS, or a server with a certificate of its own. Have the authority's certificate put into a trust store and name that with PENSTOCK_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE.";
  private static final String OTHER_NAME =
      "the certificate is for another name: write the host as the certificate does, not as an alias or an IP address; or something in between answers in the server's place.";
  private static final String EXPIRED =
      "the certificate is expired, or not valid yet: have the server's certificate renewed; if others can connect, this machine's clock is wrong.";
  private static final String NO_TLS =
      "the two sides cannot agree on TLS: the port speaks another protocol, or the server offers old versions alone.";

  /** A cause, and how it is recognised. */
  private record Sign(Predicate<Throwable> shows, String cause) {}

  /**
   * The first that any cause in the chain shows wins, so the particular stand before the common.
   */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign(says("AADSTS90002"), "the tenant does not exist: azure_tenant_id is mistyped."),
          new Sign(
              says("AADSTS700016"),
              "the tenant does not know this application: azure_client_id is mistyped, or azure_tenant_id names another tenant."),
          new Sign(
              says("AADSTS7000222"),
              "the client secret has expired: make a new one under Certificates & secrets of the app registration."),
          new Sign(
              says("AADSTS7000215"),
              "the client secret is wrong: its value is due, not the id that stands beside it."),
          new Sign(
              says("AADSTS700024"),
              "this machine's clock is minutes off, so that what it signs counts as expired."),
          new Sign(Likely::isUnknownHost, NAME),
          new Sign(is(CertificateExpiredException.class), EXPIRED),
          new Sign(is(CertificateNotYetValidException.class), EXPIRED),
          new Sign(says("No subject alternative"), OTHER_NAME),
          new Sign(says("No name matching"), OTHER_NAME),
          new Sign(says("could not be verified by hostnameverifier"), OTHER_NAME),
          new Sign(is(CertPathBuilderException.class), UNKNOWN_CA),
          new Sign(is(SSLException.class), NO_TLS),
          new Sign(is(HttpConnectTimeoutException.class), SILENCE),
          new Sign(is(HttpTimeoutException.class), SILENCE),
          new Sign(is(NoRouteToHostException.class), SILENCE),
          new Sign(is(SocketTimeoutException.class), SILENCE),
          new Sign(says("Network is unreachable"), SILENCE),
          new Sign(is(ConnectException.class), CLOSED),
          new Sign(is(TimeoutException.class), SILENCE),
          new Sign(is(InterruptedIOException.class), SILENCE));

  private Likely() {}

  /** One sentence or two; empty when the chain tells nothing more. */
  static Optional<String> causeOf(Throwable failure) {
    Set<Throwable> chain = chain(failure);
    return SIGNS.stream()
        .filter(sign -> chain.stream().anyMatch(sign.shows()))
        .map(Sign::cause)
        .findFirst();
  }

  private static Set<Throwable> chain(Throwable failure) {
    Set<Throwable> chain = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable next = failure;
    while (next != null && chain.add(next)) {
      next = next.getCause();
    }
    return chain;
  }

  private static Predicate<Throwable> is(Class<? extends Throwable> kind) {
    return kind::isInstance;
  }

  private static Predicate<Throwable> says(String words) {
    return failure -> String.valueOf(failure.getMessage()).contains(words);
  }

  private static boolean isUnknownHost(Throwable failure) {
    return failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException;
  }
}
