package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The rows of a job in pieces of about the same size.
 *
 * @param all together they hold each row once as long as all readers see the same moment
 * @param bookmark by which {@link Slicing#again} finds the pieces again; empty when nothing would
 *     prove that they still hold the same rows
 * @param reason why they were cut so, or not at all, for people; may be empty
 */
public record Slices(List<Slice> all, Optional<String> bookmark, String reason) {
  /** A table that is not cut. */
  public static final Slices WHOLE = whole("");

  public Slices {
    all = List.copyOf(all);
    requireNonNull(bookmark, "bookmark");
    requireNonNull(reason, "reason");
  }

  /** Pieces of the table itself, by conditions without placeholders. */
  public Slices(List<String> conditions, Optional<String> bookmark) {
    this(conditions.stream().map(Slice::where).toList(), bookmark, "");
  }

  /** A table that is not cut, and why. */
  public static Slices whole(String reason) {
    return new Slices(List.of(Slice.where("")), Optional.empty(), reason);
  }

  /** The condition of each piece. */
  public List<String> conditions() {
    return all.stream().map(Slice::condition).toList();
  }

  /** The same, and why they were cut so. */
  public Slices because(String why) {
    return new Slices(all, bookmark, why);
  }

  /** The same pieces, which nobody can find again later. */
  public Slices withoutBookmark() {
    return new Slices(all, Optional.empty(), reason);
  }
}
