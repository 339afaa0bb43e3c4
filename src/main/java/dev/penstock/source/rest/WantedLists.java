package dev.penstock.source.rest;

import dev.penstock.job.Endpoint.Inner;
import java.util.List;
import java.util.function.Predicate;

/**
 * The lists that are wanted, by the names that lead to them.
 *
 * @param columns those of the job; without any, all lists are wanted
 */
record WantedLists(List<String> columns) implements Predicate<String> {
  @Override
  public boolean test(String list) {
    return columns.isEmpty()
        || columns.stream()
            .anyMatch(name -> name.equalsIgnoreCase(list) || isIn(name, list) || isIn(list, name));
  }

  private static boolean isIn(String inner, String outer) {
    String prefix = outer + Inner.JOINT;
    return inner.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
