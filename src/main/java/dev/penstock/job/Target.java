package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a job land, and how.
 *
 * @param container the first folder below the destination's root, or the ADLS container; empty
 *     means the destination's own
 * @param folder slash-separated folders below the container; empty means none
 * @param disposition what happens to rows delivered before
 * @param naming how column names are written
 * @param primaryKey the columns that identify a row, as the source names them; empty when not
 *     stated
 * @param deletes empty looks for no rows that are gone; needs a primary key
 * @param contract what may change in the table's columns
 */
public record Target(
    Optional<String> container,
    Optional<String> folder,
    WriteDisposition disposition,
    Naming naming,
    List<String> primaryKey,
    Optional<Deletes> deletes,
    SchemaContract contract) {
  public Target {
    requireNonNull(container, "container");
    requireNonNull(folder, "folder");
    requireNonNull(disposition, "disposition");
    requireNonNull(naming, "naming");
    primaryKey = List.copyOf(primaryKey);
    requireNonNull(deletes, "deletes");
    requireNonNull(contract, "contract");
    if (deletes.isPresent() && (primaryKey.isEmpty() || disposition == WriteDisposition.SNAPSHOT)) {
      throw new IllegalArgumentException(
          "rows that are gone cannot be told from %s by %s".formatted(disposition, primaryKey));
    }
  }

  /** One in whose columns everything may change. */
  public Target(
      Optional<String> container,
      Optional<String> folder,
      WriteDisposition disposition,
      Naming naming,
      List<String> primaryKey,
      Optional<Deletes> deletes) {
    this(container, folder, disposition, naming, primaryKey, deletes, SchemaContract.EVOLVE);
  }

  /** One that looks for no rows that are gone. */
  public Target(
      Optional<String> container,
      Optional<String> folder,
      WriteDisposition disposition,
      Naming naming,
      List<String> primaryKey) {
    this(container, folder, disposition, naming, primaryKey, Optional.empty());
  }

  /** The same, but what it loads is treated as {@code other} says. */
  public Target with(WriteDisposition other) {
    return new Target(container, folder, other, naming, primaryKey, deletes, contract);
  }

  /** The same with another key, by which no row is missed. */
  Target withKey(List<String> key) {
    return new Target(container, folder, disposition, naming, key, Optional.empty(), contract);
  }

  /** The same under another contract. */
  public Target with(SchemaContract other) {
    return new Target(container, folder, disposition, naming, primaryKey, deletes, other);
  }
}
