package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The rows of one run: {@code after < cursor <= upTo}, frozen when the run began. A full load has
 * neither bound.
 *
 * @param after empty reads from the first row on
 * @param upTo empty, for an incremental job, means that there is no row at all
 */
public record Window(Optional<Watermark> after, Optional<Watermark> upTo) {
  public static final Window ALL = new Window(Optional.empty(), Optional.empty());

  public Window {
    requireNonNull(after, "after");
    requireNonNull(upTo, "upTo");
  }
}
