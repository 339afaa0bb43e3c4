package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The terms on which a source may be used.
 *
 * @param maxConnections the most connections that a run has open to it at once; empty means as many
 *     as its jobs want
 * @param maxRowsPerSecond the most rows that a run reads from it in a second, over all its jobs and
 *     lanes; empty means as many as it gives
 * @param blackout when no job of it begins
 */
public record SourceTerms(
    OptionalInt maxConnections,
    OptionalInt maxRowsPerSecond,
    Optional<Blackout> blackout,
    BlackoutAction action) {
  /** A source that may be used at any time and without a limit. */
  public static final SourceTerms NONE =
      new SourceTerms(
          OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), BlackoutAction.SKIP);

  public SourceTerms {
    requireNonNull(maxConnections, "maxConnections");
    requireNonNull(maxRowsPerSecond, "maxRowsPerSecond");
    requireNonNull(blackout, "blackout");
    requireNonNull(action, "action");
    if (maxConnections.isPresent() && maxConnections.getAsInt() < 1) {
      throw new IllegalArgumentException("no source can be read over no connection");
    }
    if (maxRowsPerSecond.isPresent() && maxRowsPerSecond.getAsInt() < 1) {
      throw new IllegalArgumentException("no source can be read at no row a second");
    }
  }
}
