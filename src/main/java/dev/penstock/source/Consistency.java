package dev.penstock.source;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * Of how many moments the rows of one load are.
 *
 * @param name as records have it
 */
public record Consistency(@JsonValue String name) {
  /** All splits, and the count, see the source at one instant. */
  public static final Consistency SNAPSHOT = new Consistency("SNAPSHOT");

  /** Each split sees the source when it is read. */
  public static final Consistency PER_SPLIT = new Consistency("PER_SPLIT");

  private static final String GROUP = "group:";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Consistency {
    requireNonNull(name, "name");
    if (!name.equals("SNAPSHOT") && !name.equals("PER_SPLIT") && !name.startsWith(GROUP)) {
      throw new IllegalArgumentException("'%s' is no consistency".formatted(name));
    }
  }

  /** All splits of all jobs of a group see the source at one instant. */
  public static Consistency ofGroup(String name) {
    return new Consistency(GROUP + name);
  }

  /** The group; empty when the job was read by itself. */
  public Optional<String> group() {
    return name.startsWith(GROUP) ? Optional.of(name.substring(GROUP.length())) : Optional.empty();
  }

  /** As the audit has it. */
  public String word() {
    return group().isPresent() ? name : name.toLowerCase(Locale.ROOT);
  }
}
