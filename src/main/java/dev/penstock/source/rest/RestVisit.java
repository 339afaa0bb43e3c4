package dev.penstock.source.rest;

import dev.penstock.job.Job;
import dev.penstock.source.Server;
import dev.penstock.source.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks an API for the first page of its jobs. */
final class RestVisit implements Visit {
  private final RestConnector connector;
  private final Job job;
  private final Glance first;

  RestVisit(Job job, RestConnector connector) {
    this.connector = connector;
    this.job = job;
    this.first = glance(job);
  }

  private Glance glance(Job asked) {
    try (RestSource source = connector.source(asked)) {
      return source.glance();
    }
  }

  @Override
  public Server server() {
    return new Server(
        "API at " + first.origin(),
        first.server(),
        Optional.empty(),
        first.origin().startsWith("https")
            ? Optional.of("TLS, certificate verified")
            : Optional.of("none"),
        Server.Access.READ_ONLY,
        List.of());
  }

  @Override
  public void roundTrip() {
    glance(job);
  }

  @Override
  public Optional<Instant> clock() {
    return first.date();
  }

  @Override
  public void tryReading(Job asked) {
    glance(asked);
  }

  @Override
  public void close() {
    // Every look has closed what it opened.
  }
}
