package dev.penstock.app;

import dev.penstock.discover.openapi.ApiDescription;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Clients;
import dev.penstock.source.rest.http.Credentials;
import dev.penstock.source.rest.http.Origin;
import dev.penstock.source.rest.http.RateLimit;
import dev.penstock.source.rest.http.Site;
import dev.penstock.source.rest.http.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gets descriptions of APIs from files and addresses.
 *
 * @param home what relative files are below
 * @param client follows no redirect by itself
 */
record Descriptions(Path home, Supplier<HttpClient> client, Clock clock) {
  private static final RetryPolicy RETRY =
      new RetryPolicy(
          2,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          0.3,
          Duration.ofSeconds(30),
          Duration.ofMinutes(2));

  ApiDescription read(String place) {
    return place.strip().matches("(?i)https?://.*") ? fetched(place.strip()) : file(place);
  }

  private ApiDescription file(String place) {
    try (InputStream in = Files.newInputStream(home.resolve(place))) {
      return ApiDescription.read(place, Optional.empty(), bytes(in));
    } catch (NoSuchFileException e) {
      throw refused(ErrorCode.CONFIG, place + ": there is no such file.", e);
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw refused(
          ErrorCode.CONFIG, "%s: it cannot be read (%s).".formatted(place, e.getMessage()), e);
    }
  }

  private static IngestException refused(ErrorCode code, String what, Exception cause) {
    return new IngestException(
        code,
        what + "\nName the file or the address of an OpenAPI description behind --openapi.",
        cause);
  }

  /** One more byte than there may be tells that there are too many. */
  private static byte[] bytes(InputStream in) throws IOException {
    return in.readNBytes(ApiDescription.MOST_BYTES + 1);
  }

  private ApiDescription fetched(String place) {
    URI address = address(place);
    String shown = place.split("[?#]", 2)[0];
    HttpClient http = client.get();
    Api.Terms terms =
        new Api.Terms(
            new Clients(http, http),
            RETRY,
            new RateLimit(Optional.empty(), clock),
            Duration.ofSeconds(60),
            Long.MAX_VALUE,
            Time.REAL);
    Site site = new Site(Origin.of(address), Set.of(), Site.Plain.REFUSED);
    Call call =
        new Call(
            "GET", address, Map.of(), Map.of("Accept", "application/json, application/yaml, */*"));
    byte[] content;
    try {
      content =
          new Api(terms, site, Credentials.NONE, new Stop())
              .exchange(shown, call, answer -> bytes(answer.body()));
    } catch (IngestException e) {
      // What it says of base_url and other settings is not meant for whoever typed an address.
      throw refused(e.code(), e.getMessage().lines().findFirst().orElse(shown), e);
    }
    return ApiDescription.read(shown, Optional.of(address), content);
  }

  private static URI address(String place) {
    try {
      URI address = URI.create(place);
      if (address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for an address without a host.
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "option --openapi: that is no address of a host, or it has a name and a password in it.\nA description that needs a login is to be downloaded first, and named as a file.");
  }
}
