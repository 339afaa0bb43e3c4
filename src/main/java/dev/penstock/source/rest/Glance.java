package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
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
}
