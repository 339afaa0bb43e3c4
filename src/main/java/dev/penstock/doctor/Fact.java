package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

/** Something found out, for people: {@code server version}, {@code PostgreSQL 16.4}. */
public record Fact(String label, String value) {
  public Fact {
    requireNonNull(label, "label");
    requireNonNull(value, "value");
  }
}
