package dev.penstock.source.rest;

import dev.penstock.job.Endpoint.Inner;
import dev.penstock.job.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What was fetched for jobs whose records hold tables, kept for the jobs of these tables. Safe for
 * use by several threads.
 */
final class Harvests implements AutoCloseable {
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

  /** Of one row of the workbook. */
  private static final class Shelf {
    private final Map<Object, Harvest> kept = new HashMap<>();
    private boolean over;

    synchronized Harvest get(Object key, Supplier<Harvest> fetch) {
      Harvest found = kept.get(key);
      if (found == null) {
        found = fetch.get();
        kept.put(key, found);
      }
      return found;
    }

    synchronized List<String> tables() {
      return kept.values().stream().flatMap(one -> one.tables().stream()).distinct().toList();
    }

    synchronized void end() {
      if (!over) {
        over = true;
        kept.values().forEach(Harvest::close);
      }
    }
  }

  /** The job of the records for a job of a table in them; else the job itself. */
  static Job root(Job job) {
    return job.extract().endpoint().flatMap(at -> at.inner()).map(Inner::of).orElse(job);
  }

  /** From now on what is fetched for the job's row is kept. */
  void begin(Job job) {
    shelves.computeIfAbsent(root(job).id(), id -> new Shelf());
  }

  /**
   * What was fetched under a key, or is now, while others who want it wait.
   *
   * @param key of all that makes a difference to what comes
   */
  Harvest get(Job job, Object key, Supplier<Harvest> fetch) {
    return shelves.computeIfAbsent(root(job).id(), id -> new Shelf()).get(key, fetch);
  }

  /** The lists with elements that were seen; empty when the job's lists are no tables. */
  Optional<List<String>> tables(Job job) {
    return Optional.ofNullable(shelves.get(job.id())).map(Shelf::tables);
  }

  void end(Job job) {
    Optional.ofNullable(shelves.remove(job.id())).ifPresent(Shelf::end);
  }

  @Override
  public void close() {
    shelves.values().forEach(Shelf::end);
    shelves.clear();
  }
}
