package dev.penstock.engine.late;

import dev.penstock.source.Known;
import dev.penstock.source.Watermark;
import java.util.Optional;

/**
 * What stands before the entries of a file of remembered rows. It serialises to JSON.
 *
 * @param from rows with a cursor of at least this are remembered
 * @param above as {@link Known} has it
 * @param upTo the watermark of the load
 */
record Header(
    Watermark from,
    Optional<Watermark> above,
    Watermark upTo,
    Definition definition,
    String memory) {
  Known known() {
    return new Known(from, above, upTo, memory);
  }
}
