package dev.penstock.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LikelyTest {
  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new UnknownHostException("db.exmaple.com"), "a typo, or a private endpoint"),
        Arguments.of(
            new ConnectException("x").initCause(new UnresolvedAddressException()),
            "a typo, or a private endpoint"),
        Arguments.of(
            new ConnectException("Connection refused"), "the machine answers, but nothing listens"),
        Arguments.of(new ConnectException("Network is unreachable"), "a firewall drops"),
        Arguments.of(new NoRouteToHostException("No route to host"), "a firewall drops"),
        Arguments.of(new SocketTimeoutException("Read timed out"), "a firewall drops"),
        Arguments.of(new HttpConnectTimeoutException("HTTP connect timed out"), "a firewall drops"),
        Arguments.of(
            handshake(new CertPathBuilderException("unable to find valid certification path")),
            "the certificate is signed by an authority that this Java does not know"),
        Arguments.of(
            handshake(new CertificateExpiredException("NotAfter")), "the certificate is expired"),
        Arguments.of(
            handshake(
                new CertificateException(
                    "No subject alternative DNS name matching lake.example.com found.")),
            "the certificate is for another name"),
        Arguments.of(
            handshake(new CertificateException("No name matching lake.example.com found")),
            "the certificate is for another name"),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            "the two sides cannot agree on TLS"),
        Arguments.of(
            new IllegalStateException("AADSTS90002: Tenant 'x' not found."),
            "the tenant does not exist"),
        Arguments.of(
            new IllegalStateException("AADSTS700016: Application with identifier 'x'"),
            "the tenant does not know this application"),
        Arguments.of(
            new IllegalStateException("AADSTS7000222: expired"), "the client secret has expired"),
        Arguments.of(
            new IllegalStateException("AADSTS7000215: Invalid"), "the client secret is wrong"),
        Arguments.of(
            new IllegalStateException("AADSTS700024: not within"), "this machine's clock is"));
  }

  private static Throwable handshake(Throwable cause) {
    return new SSLHandshakeException(cause.getMessage()).initCause(cause);
  }

  @ParameterizedTest
  @MethodSource("causes")
  void isReadFromTheChain(Throwable failure, String beginning) {
    assertThat(Likely.causeOf(new IllegalStateException("wrapped", failure)).orElseThrow())
        .startsWith(beginning);
  }

  @Test
  void saysNothingWhenTheChainTellsNothing() {
    assertThat(Likely.causeOf(new IOException("no space left"))).isEmpty();
  }

  @Test
  void survivesAChainThatBitesItsTail() {
    IOException first = new IOException("first");
    IOException second = new IOException("second", first);
    first.initCause(second);
    assertThat(Likely.causeOf(first)).isEmpty();
  }
}
