package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The job for each of whose records an endpoint is asked.
 *
 * @param job of the same source
 * @param fields of its records that are copied into those of the endpoint, beside its primary key
 */
public record Parent(Job job, List<String> fields) {
  public Parent {
    requireNonNull(job, "job");
    fields = List.copyOf(fields);
  }
}
