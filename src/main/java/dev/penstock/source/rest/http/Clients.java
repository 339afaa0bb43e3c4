package dev.penstock.source.rest.http;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpClient;

/**
 * Who sends requests.
 *
 * @param home to the API; may prove with a certificate who asks
 * @param guests to other hosts, which see no certificate
 */
public record Clients(HttpClient home, HttpClient guests) {
  public Clients {
    requireNonNull(home, "home");
    requireNonNull(guests, "guests");
  }
}
