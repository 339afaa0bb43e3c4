package dev.penstock.source.rest;

import dev.penstock.job.Endpoint.Inner;
import dev.penstock.job.Job;
import dev.penstock.source.Known;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.spool.Columns;
import dev.penstock.source.rest.spool.Spool;
import java.util.List;
import java.util.Optional;

/**
 * What one fetch brought.
 *
 * @param inner the tables inside its records, where lists are to be tables
 * @param words how it was fetched, for people
 * @param second the request for the second page, where the first alone was fetched
 */
record Harvest(
    Spool spool, Optional<InnerTables> inner, Teller teller, String words, Optional<Call> second)
    implements AutoCloseable {
  /** Tells the engine what was found. */
  interface Teller {
    Survey survey(View view);
  }

  /**
   * Whom it is told.
   *
   * @param job of the records, or of a table in them
   * @param rows of the job
   * @param committed by the job
   * @param known of rows that the job has delivered
   */
  record View(
      Job job, Spool rows, Columns columns, Optional<Watermark> committed, Optional<Known> known) {}

  /** The rows of the records, or of a table in them; that of a list never seen has no rows. */
  Spool of(Optional<Inner> table) {
    return table.isEmpty() ? spool : inner.orElseThrow().found(table.get().list());
  }

  /** The lists that are tables with rows. */
  List<String> tables() {
    return inner.map(InnerTables::names).orElse(List.of());
  }

  @Override
  public void close() {
    try (Spool closed = spool) {
      assert closed == spool;
      inner.ifPresent(InnerTables::close);
    }
  }
}
