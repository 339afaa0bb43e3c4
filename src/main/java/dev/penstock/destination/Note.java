package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * What a person did to a job's log by hand.
 *
 * @param who the user and the machine, such as {@code ana@etl-1}; empty in records of format 1
 * @param backTo for an undo, the sequence of the record as of which the job stands again, 0 being
 *     before the first; empty otherwise
 */
public record Note(String who, String why, OptionalLong backTo) {
  public Note {
    requireNonNull(who, "who");
    requireNonNull(why, "why");
    requireNonNull(backTo, "backTo");
  }
}
