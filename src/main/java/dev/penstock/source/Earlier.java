package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What an earlier run of a job had surveyed, cut and read.
 *
 * @param bookmark as {@link Resumable#bookmark} gave it
 * @param read the rows of each split that was read whole, by its index
 */
public record Earlier(Survey survey, String bookmark, Map<Integer, Long> read) {
  public Earlier {
    requireNonNull(survey, "survey");
    requireNonNull(bookmark, "bookmark");
    read = Map.copyOf(read);
  }

  public long rowsRead() {
    return read.values().stream().mapToLong(Long::longValue).sum();
  }
}
