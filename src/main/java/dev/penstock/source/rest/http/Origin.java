package dev.penstock.source.rest.http;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** The scheme, host and port that credentials are for. */
public record Origin(String scheme, String host, int port) {
  public static Origin of(URI uri) {
    String scheme = text(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, text(uri.getHost()), port);
  }

  private static String text(String part) {
    return part == null ? "" : part.toLowerCase(Locale.ROOT);
  }

  /** Whether it names this very machine, where nothing goes over a network. */
  public boolean isLoopback() {
    return Set.of("localhost", "127.0.0.1", "[::1]", "::1").contains(host);
  }

  @Override
  public String toString() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }
}
