package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * One row of the sheet {@code Sources}: settings of a connection that are no secret.
 *
 * @param values column name in lower case ({@code host}, {@code port}, {@code option_sslmode}, ...)
 *     to text; columns left empty are absent
 */
public record SourceSettings(String name, Optional<SourceType> type, Map<String, String> values) {
  public SourceSettings {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    values = Map.copyOf(values);
  }

  /** Settings of a source of which the sheet says nothing. */
  public static SourceSettings empty(String name) {
    return new SourceSettings(name, Optional.empty(), Map.of());
  }
}
