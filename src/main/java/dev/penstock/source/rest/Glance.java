package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.rest.http.Origin;
import dev.penstock.source.rest.page.Page;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What one answer says of whoever gave it.
 *
 * @param origin scheme, host and port
 * @param server as it calls itself
 * @param date by its clock
 */
record Glance(String origin, String server, Optional<Instant> date) {
  Glance {
    requireNonNull(origin, "origin");
    requireNonNull(server, "server");
    requireNonNull(date, "date");
  }

  static Glance of(Page page) {
    return new Glance(
        Origin.of(page.uri()).toString(),
        page.headers().firstValue("server").orElse("it does not say what it is"),
        page.headers().firstValue("date").flatMap(Glance::moment));
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      // A clock that cannot be read is none.
      return Optional.empty();
    }
  }
}
