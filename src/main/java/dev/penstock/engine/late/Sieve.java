package dev.penstock.engine.late;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Remembering;
import dev.penstock.destination.SplitResult;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.Entry;
import dev.penstock.engine.digest.EntryFile;
import dev.penstock.engine.digest.SortedEntries;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.source.LateRows;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Schema;

/** Lets pass what was not delivered before, and remembers what is. For one load. */
final class Sieve implements Remembering, AutoCloseable {
  private final Job job;
  private final Overlap.Limits limits;
  private final Survey survey;
  private final String cursor;
  private final Watermark upTo;
  private final Definition definition;
  private final Optional<KnownRows> known;
  private final Predicate<Digest> forgotten;
  private final Comparison comparison;
  private final CursorRange covered;
  private final CursorRange kept;
  private final SortedEntries seen;
  private final Path file;
  private final AtomicLong again = new AtomicLong();
  private final AtomicLong assumed = new AtomicLong();
  private final Map<Integer, SplitCount> counts = new ConcurrentHashMap<>();
  private volatile boolean tooMany;
  private long remembered;

  /** How rows that are read again compare with what is known. */
  enum Comparison {
    /** As they are digested for the next load too. */
    SAME,
    /** By the columns of the load before. */
    OTHER_COLUMNS,
    /** Not at all: no load remembered any, or its columns are no longer there. */
    NONE
  }

  Sieve(
      Job job,
      Overlap.Limits limits,
      Survey survey,
      Schema schema,
      Optional<KnownRows> known,
      Path folder,
      Predicate<Digest> forgotten) {
    this.job = job;
    this.limits = limits;
    this.survey = survey;
    this.cursor = columnIn(schema, job.extract().cursor().map(Cursor::column).orElseThrow());
    this.upTo = survey.window().upTo().orElseThrow();
    this.definition = Definition.of(survey.late(), schema, cursor);
    this.known = known;
    this.forgotten = forgotten;
    this.comparison = comparison(schema);
    this.covered = coveredBy(known, upTo);
    this.kept =
        passesAll()
            ? CursorRange.none(upTo.type())
            : CursorRange.of(upTo.type(), survey.late().keep(), Optional.empty());
    this.seen = new SortedEntries(folder, "seen", limits.chunkRows());
    this.file = folder.resolve("next");
  }

  private static String columnIn(Schema schema, String name) {
    return schema.getFields().stream()
        .map(field -> field.getName())
        .filter(name::equals)
        .findFirst()
        .or(
            () ->
                schema.getFields().stream()
                    .map(field -> field.getName())
                    .filter(name::equalsIgnoreCase)
                    .findFirst())
        .orElseThrow();
  }

  private Comparison comparison(Schema schema) {
    if (known.isEmpty()) {
      return Comparison.NONE;
    }
    Definition before = known.get().header().definition();
    if (before.equals(definition)) {
      return Comparison.SAME;
    }
    return before.fits(schema) ? Comparison.OTHER_COLUMNS : Comparison.NONE;
  }

  private static CursorRange coveredBy(Optional<KnownRows> known, Watermark upTo) {
    return known
        .map(KnownRows::header)
        .map(h -> CursorRange.of(upTo.type(), Optional.of(h.from()), Optional.of(h.upTo())))
        .orElseGet(() -> CursorRange.of(upTo.type(), Optional.empty(), Optional.empty()));
  }

  BatchWriter writer(BatchWriter out, int split, Split.Part part) {
    // A split that is written again begins anew.
    SplitCount count = new SplitCount();
    counts.put(split, count);
    return new SievedWriter(this, out, part, count);
  }

  /** Whether the source has left out by itself what was delivered. */
  boolean passesAll() {
    return survey.late().rule() == LateRows.Rule.KNOWN_BY_SOURCE;
  }

  String cursor() {
    return cursor;
  }

  Comparison comparison() {
    return comparison;
  }

  Definition definition() {
    return definition;
  }

  Optional<KnownRows> known() {
    return known;
  }

  /** The values of which it is known what was delivered. */
  CursorRange covered() {
    return covered;
  }

  /** The values that the next load must know. */
  CursorRange kept() {
    return kept;
  }

  void readAgain(long rows, long taken) {
    again.addAndGet(rows);
    assumed.addAndGet(taken);
  }

  void remember(Entry entry) {
    if (tooMany) {
      return;
    }
    if (seen.add(entry) > (byWish() ? limits.byWish() : limits.byItself())) {
      if (byWish()) {
        throw tooManyByWish();
      }
      tooMany = true;
    }
  }

  private boolean byWish() {
    return survey.late().rule() == LateRows.Rule.LOOKBACK;
  }

  private IngestException tooManyByWish() {
    return new IngestException(
        ErrorCode.CONFIG,
        ("%s, column lookback: more than %,d rows lie within %s below the watermark, which is more"
                + " than are remembered. Nothing was committed.\n"
                + "Write a smaller lookback.")
            .formatted(
                job.place(),
                limits.byWish(),
                job.extract().cursor().flatMap(Cursor::lookback).map(Lookback::text).orElse("")));
  }

  /** Whether of all rows that were read again it was known what was delivered. */
  boolean knewAll() {
    return comparison == Comparison.SAME && assumed.get() == 0 && !(passesAll() && learnt());
  }

  /** Whether the source wants to be told something else at the next survey. */
  private boolean learnt() {
    String before = known.map(rows -> rows.header().memory()).orElse("");
    return !before.equals(survey.late().memory());
  }

  Delivery delivery(Survey surveyed, List<SplitResult> read, int attempts) {
    List<SplitResult> delivered = read.stream().map(this::delivered).toList();
    Survey told = surveyed.warning(warnings(surveyed));
    if (tooMany) {
      return new Delivery(told, delivered, attempts, dropped(), Optional.empty(), Optional.empty());
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      remembered = merge(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Delivery(told, delivered, attempts, dropped(), Optional.empty(), Optional.of(this));
  }

  /** Of a split that did not pass through here nobody knows what the next load must know. */
  private SplitResult delivered(SplitResult read) {
    SplitCount count = counts.getOrDefault(read.split(), new SplitCount());
    if (count.offered().get() != read.rowsRead()) {
      throw new IngestException(
          ErrorCode.INTERNAL,
          "%s: split %d read %d rows, but %d were compared with those delivered before.\nReport this as a defect."
              .formatted(job.place(), read.split(), read.rowsRead(), count.offered().get()));
    }
    return new SplitResult(
        read.split(), read.rows() - count.dropped().get(), read.files(), read.discards());
  }

  private long dropped() {
    return counts.values().stream().mapToLong(count -> count.dropped().get()).sum();
  }

  private long merge(OutputStream out) throws IOException {
    RowsFile.writeHeader(out, header());
    Optional<EntryFile> like =
        known.filter(rows -> comparison == Comparison.SAME).map(KnownRows::entries);
    return new NextRows(seen.sorted(), like, forgotten, kept.leastPosition()).write(out);
  }

  private Header header() {
    LateRows late = survey.late();
    return new Header(late.keep().orElseThrow(), late.above(), upTo, definition, late.memory());
  }

  private List<String> warnings(Survey surveyed) {
    List<String> warnings = new ArrayList<>(surveyed.warnings());
    String mark = surveyed.window().after().map(Watermark::value).orElse("");
    if (late() > 0) {
      warnings.add(
          "%,d %s had come late, at or below the watermark %s, and %s delivered"
              .formatted(late(), late() == 1 ? "row" : "rows", mark, late() == 1 ? "was" : "were"));
    }
    if (assumed.get() > 0) {
      warnings.add(
          "%,d %s at or below the watermark %s %s taken as delivered, as %s; rows that come late from now on are found"
              .formatted(
                  assumed.get(),
                  assumed.get() == 1 ? "row" : "rows",
                  mark,
                  assumed.get() == 1 ? "was" : "were",
                  known.isPresent() && comparison == Comparison.NONE
                      ? "the columns are others than those of the load before"
                      : "no load before has remembered which were"));
    }
    if (tooMany) {
      warnings.add(
          "more than %,d rows would have to be remembered to find late ones, so the next load looks for none; a lookback says how far to look"
              .formatted(limits.byItself()));
    }
    return warnings;
  }

  private long late() {
    return again.get() - dropped();
  }

  @Override
  public long again() {
    return again.get();
  }

  @Override
  public long rows() {
    return remembered;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    Files.copy(file, out);
  }

  @Override
  public void close() {
    try {
      seen.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
