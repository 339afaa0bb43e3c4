package dev.penstock.source.rest.auth;

import static java.util.Objects.requireNonNull;

import dev.penstock.secret.Secret;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A value that never changes, sent with each request.
 *
 * @param name of the header, parameter or cookie
 */
public record KeyCredentials(Place place, String name, Secret value) implements Credentials {
  /** Where it goes. */
  public enum Place {
    HEADER,
    QUERY,
    COOKIE
  }

  public KeyCredentials {
    requireNonNull(place, "place");
    requireNonNull(name, "name");
    requireNonNull(value, "value");
  }

  public static KeyCredentials bearer(Secret token) {
    return new KeyCredentials(
        Place.HEADER, "Authorization", new Secret("Bearer " + token.reveal(), token.store()));
  }

  public static KeyCredentials basic(String user, Secret password) {
    byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
    String text = "Basic " + Base64.getEncoder().encodeToString(pair);
    return new KeyCredentials(Place.HEADER, "Authorization", new Secret(text, password.store()));
  }

  @Override
  public Call sign(Call call) {
    return switch (place) {
      case HEADER -> call.header(name, value.reveal());
      case QUERY -> call.param(name, value.reveal());
      case COOKIE -> call.header("Cookie", cookies(call) + name + "=" + value.reveal());
    };
  }

  private static String cookies(Call call) {
    String others = call.headers().getOrDefault("Cookie", "");
    return others.isEmpty() ? "" : others + "; ";
  }
}
