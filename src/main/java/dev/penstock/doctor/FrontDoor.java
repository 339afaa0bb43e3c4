package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Knocks at a service once, before anybody signs in: whether its name resolves, whether it is
 * reached, how its TLS is, and what time it is there. Whatever it answers, an answer is enough.
 */
public final class FrontDoor {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofDays(14);

  private final Supplier<HttpClient> http;
  private final Clock clock;

  /**
   * @param http with the trust and the proxy of this machine; asked for only when there is a
   *     service to knock at
   */
  public FrontDoor(Supplier<HttpClient> http, Clock clock) {
    this.http = requireNonNull(http, "http");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Whether somebody answers; if not, that is a finding. */
  boolean knock(URI uri, Chart chart) {
    HttpClient client = http.get();
    try {
      Optional<Proxy> proxy = proxy(uri, client);
      if (proxy.isPresent()) {
        chart.fact("proxy", words(proxy.get()));
      } else {
        chart.step("resolving the name " + uri.getHost());
        chart.fact("address", InetAddress.getByName(uri.getHost()).getHostAddress());
      }
      chart.step("connecting to " + uri.getAuthority());
      Instant before = clock.instant();
      HttpResponse<Void> answer = client.send(request(uri), HttpResponse.BodyHandlers.discarding());
      chart.fact("encryption", answer.sslSession().map(this::encryption).orElse("none"));
      answer.sslSession().flatMap(FrontDoor::endOfCertificate).ifPresent(end -> note(end, chart));
      compareClocks(answer, before, chart);
      return true;
    } catch (IOException e) {
      chart.add(closed(uri, e));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<Proxy> proxy(URI uri, HttpClient client) {
    return client.proxy().map(selector -> selector.select(uri)).orElse(List.of()).stream()
        .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
        .findFirst();
  }

  /** Never with the password that its variable may hold. */
  private static String words(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : proxy.toString();
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .method("HEAD", HttpRequest.BodyPublishers.noBody())
        .build();
  }

  /** The client verifies every certificate, or would not have come so far. */
  private String encryption(SSLSession session) {
    return session.getProtocol()
        + ", certificate verified"
        + endOfCertificate(session).map(end -> " (until " + day(end) + ")").orElse("");
  }

  private static Optional<Instant> endOfCertificate(SSLSession session) {
    try {
      Certificate first = session.getPeerCertificates()[0];
      return first instanceof X509Certificate certificate
          ? Optional.of(certificate.getNotAfter().toInstant())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private void note(Instant end, Chart chart) {
    if (Duration.between(clock.instant(), end).compareTo(SOON) < 0) {
      chart.add(
          Finding.warning(
              "the server's certificate is good until %s only.".formatted(day(end)),
              "Have it renewed before that day."));
    }
  }

  private static String day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** The header tells whole seconds, cut off. */
  private void compareClocks(HttpResponse<Void> answer, Instant before, Chart chart) {
    Instant here = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    answer
        .headers()
        .firstValue("Date")
        .flatMap(FrontDoor::parse)
        .ifPresent(there -> Skew.note(chart, there, here));
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Finding closed(URI uri, IOException failure) {
    String what =
        failure instanceof UnknownHostException
            ? "the name %s does not resolve.".formatted(uri.getHost())
            : "%s cannot be reached (%s).".formatted(uri.getAuthority(), words(failure));
    return new Finding(
        Problem.Severity.ERROR,
        what,
        Likely.causeOf(failure),
        "Check the address, and the network, proxy and firewall of this machine.");
  }

  private static String words(IOException failure) {
    String said = failure.getMessage();
    return said == null || said.isBlank() ? failure.getClass().getSimpleName() : said;
  }
}
