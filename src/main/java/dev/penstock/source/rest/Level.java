package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Job;
import dev.penstock.source.Burden;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.parent.Needs;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job's endpoint, ready to be asked.
 *
 * @param where the beginning of messages
 * @param parent for each of whose records it is asked
 */
record Level(
    Job job,
    ApiOptions options,
    Template template,
    Api api,
    Shaping shaping,
    String where,
    Optional<Level> parent) {
  Level {
    requireNonNull(job, "job");
    requireNonNull(options, "options");
    requireNonNull(template, "template");
    requireNonNull(api, "api");
    requireNonNull(shaping, "shaping");
    requireNonNull(where, "where");
    requireNonNull(parent, "parent");
  }

  static Level of(Job job, ApiOptions options, Template template, Api api, Optional<Level> parent) {
    Shaping shaping = Shaping.of(job, options);
    parent.ifPresent(above -> Kinship.of(job, template).require(above.shaping().treatments()));
    String where =
        "%s, source %s: %s %s"
            .formatted(
                job.place(),
                job.sourceName(),
                job.extract().endpoint().orElseThrow().method(),
                template.shown());
    return new Level(job, options, template, api, shaping, where, parent);
  }

  /** Whether lists inside its records are tables. */
  boolean makesTables() {
    return options.word(ApiSetting.NESTED, "json").equals("tables");
  }

  /** What it needs of its parent's records; only where there is one. */
  Needs needs() {
    return Kinship.of(job, template).needs();
  }

  /** The fields by which people know its parent's records: an address is long, and a key is not. */
  List<String> names() {
    Needs needs = needs();
    Set<String> names = new LinkedHashSet<>(needs.placeholders());
    if (template.link().filter(field -> !needs.key().equals(List.of(field))).isPresent()) {
      names.remove(template.link().get());
      names.addAll(needs.key());
    }
    return List.copyOf(names);
  }

  /**
   * What was asked of the API for it, parents and all.
   *
   * @param rows that were read
   */
  Burden burden(long rows) {
    Burden own = api.burden(rows);
    return parent.map(above -> own.after(above.burden(0))).orElse(own);
  }

  /** How many requests are under way at once, where there is a parent. */
  int requests() {
    // The kind that came first keeps the name of its column, so the order must be that of the API.
    boolean ordered = options.word(ApiSetting.MIXED, "text").equals("variant");
    return ordered ? 1 : (int) options.whole(ApiSetting.PARALLEL_REQUESTS).orElse(1);
  }

  /** That the temporary folder does not take the records. */
  IngestException noRoom(IOException e) {
    return new IngestException(
        ErrorCode.INTERNAL,
        "%s: cannot keep the records in the temporary folder (%s).\nMake room there, or name another with -Djava.io.tmpdir."
            .formatted(where, e.getMessage()),
        e);
  }

  /** Of a run that begins where the job begins; empty for a full load. */
  Optional<CursorGate> gate(Spool spool) {
    return job.extract()
        .cursor()
        .map(cursor -> new CursorGate(job, spool, Optional.empty(), Optional.empty()));
  }

  /** What the API is told to read on from; empty begins where the job does. */
  Optional<String> start(Optional<Watermark> from) {
    if (job.extract().cursor().isEmpty()) {
      return Optional.empty();
    }
    if (from.isPresent()) {
      return from.map(Watermark::value);
    }
    return job.extract()
        .cursor()
        .get()
        .initialValue()
        .map(text -> WatermarkText.of(WatermarkText.guess(text.strip()), text).orElse(text));
  }
}
