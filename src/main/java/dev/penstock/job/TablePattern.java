package dev.penstock.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tables that one row means: names separated by commas, with {@code *} and {@code ?} in them;
 * those behind {@code !} are left out.
 *
 * @param wanted at least one
 */
public record TablePattern(List<Glob> wanted, List<Glob> unwanted) {
  /** Stands before the tables that are left out. */
  static final String NOT = "!";

  public TablePattern {
    wanted = List.copyOf(wanted);
    unwanted = List.copyOf(unwanted);
  }

  /** What a cell means; empty when it is the name of one table, as nothing in it is a wildcard. */
  public static Optional<TablePattern> of(String tableName) {
    if (!Glob.isIn(tableName)) {
      return Optional.empty();
    }
    List<String> parts =
        Arrays.stream(tableName.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList();
    List<Glob> wanted = parts.stream().filter(p -> !p.startsWith(NOT)).map(Glob::new).toList();
    List<Glob> unwanted =
        parts.stream()
            .filter(part -> part.startsWith(NOT))
            .map(part -> new Glob(part.substring(NOT.length()).strip()))
            .toList();
    return Optional.of(
        new TablePattern(wanted.isEmpty() ? List.of(new Glob("*")) : wanted, unwanted));
  }

  public boolean matches(String table) {
    return wanted.stream().anyMatch(glob -> glob.matches(table))
        && unwanted.stream().noneMatch(glob -> glob.matches(table));
  }
}
