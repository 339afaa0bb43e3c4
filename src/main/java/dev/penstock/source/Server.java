package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What the other side of a connection says of itself.
 *
 * @param place where it is, such as {@code PostgreSQL at db.example.com:5432}
 * @param version of the server, such as {@code PostgreSQL 16.4}
 * @param user as whom it knows us; empty where there are no users
 * @param encryption of the connection and whether the certificate was verified; empty where nothing
 *     goes over a network
 * @param access what we may do in the transactions in which jobs are read
 * @param problems what is not as it should be, though jobs can be read
 */
public record Server(
    String place,
    String version,
    Optional<String> user,
    Optional<String> encryption,
    Access access,
    List<Problem> problems) {
  /** What the server lets a reading transaction do. */
  public enum Access {
    READ_ONLY,
    READ_WRITE
  }

  public Server {
    requireNonNull(place, "place");
    requireNonNull(version, "version");
    requireNonNull(user, "user");
    requireNonNull(encryption, "encryption");
    requireNonNull(access, "access");
    problems = List.copyOf(problems);
  }
}
