package dev.penstock.source.rest.parent;

import dev.penstock.job.Job;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an endpoint needs of the records of its parent.
 *
 * @param placeholders fields that its requests name
 * @param copied fields that go into its records
 * @param key fields by which two records are the same one
 */
public record Needs(List<String> placeholders, List<String> copied, List<String> key) {
  /** What names of copied fields begin with. */
  public static final String PREFIX = "_parent_";

  public Needs {
    placeholders = List.copyOf(placeholders);
    copied = List.copyOf(copied);
    key = List.copyOf(key);
  }

  /**
   * @param fields to be copied beside the primary key of the parent, or, where it has none, beside
   *     what placeholders name
   */
  public static Needs of(Job parent, Set<String> placeholders, List<String> fields) {
    List<String> key = parent.target().primaryKey();
    Set<String> copied = new LinkedHashSet<>(key.isEmpty() ? placeholders : key);
    fields.stream()
        .filter(field -> copied.stream().noneMatch(field::equalsIgnoreCase))
        .forEach(copied::add);
    return new Needs(
        List.copyOf(placeholders), List.copyOf(copied), key.isEmpty() ? List.copyOf(copied) : key);
  }

  /** By what a record is known: its key, or where that is not whole everything taken of it. */
  public Key key(ParentRecord parent) {
    boolean whole = key.stream().allMatch(name -> parent.literal(name).isPresent());
    return Key.of(parent, whole ? key : all());
  }

  /** All fields, each once. */
  public List<String> all() {
    Set<String> all = new LinkedHashSet<>(placeholders);
    all.addAll(copied);
    return new ArrayList<>(all);
  }
}
