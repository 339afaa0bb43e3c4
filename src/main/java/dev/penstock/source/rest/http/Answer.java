package dev.penstock.source.rest.http;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * What came back, with a status from 200 to 299.
 *
 * @param uri that answered, after redirects
 * @param body unpacked; bounded in size and in the time that it may keep silent
 */
public record Answer(URI uri, int status, HttpHeaders headers, InputStream body) {
  public Answer {
    requireNonNull(uri, "uri");
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
  }

  /** Such as {@code application/json; charset=utf-8}; empty when it does not say. */
  public String contentType() {
    return headers.firstValue("content-type").orElse("");
  }
}
