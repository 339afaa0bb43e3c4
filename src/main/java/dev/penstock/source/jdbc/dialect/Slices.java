package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A table in pieces of about the same size.
 *
 * @param conditions one for each piece; together they hold each row once as long as all readers see
 *     the same moment
 * @param bookmark by which {@link Slicing#again} finds the pieces again; empty when nothing would
 *     prove that they still hold the same rows
 */
public record Slices(List<String> conditions, Optional<String> bookmark) {
  /** A table that is not cut. */
  public static final Slices WHOLE = new Slices(List.of(""), Optional.empty());

  public Slices {
    conditions = List.copyOf(conditions);
    requireNonNull(bookmark, "bookmark");
  }
}
