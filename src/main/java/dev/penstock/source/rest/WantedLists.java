package dev.penstock.source.rest;

import dev.penstock.job.Endpoint.Inner;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The lists that are wanted as tables, by the names that lead to them.
 *
 * @param columns those of the job; without any, all lists are wanted
 * @param typed those that are to be columns of a type, and not tables
 */
record WantedLists(List<String> columns, Set<String> typed) implements Predicate<String> {
  @Override
  public boolean test(String list) {
    return typed.stream().noneMatch(list::equalsIgnoreCase)
        && (columns.isEmpty()
            || columns.stream()
                .anyMatch(
                    name -> name.equalsIgnoreCase(list) || isIn(name, list) || isIn(list, name)));
  }

  private static boolean isIn(String inner, String outer) {
    String prefix = outer + Inner.JOINT;
    return inner.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
