package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.CursorType;
import dev.penstock.source.CursorValue;
import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.parent.Key;
import dev.penstock.source.rest.parent.Marks;
import dev.penstock.source.rest.parent.Marks.Mark;
import dev.penstock.source.rest.parent.ParentRecord;
import dev.penstock.source.rest.spool.Spool;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an incremental job reads on for each record of its parent. The watermark of the job is the
 * greatest of all; each parent has its own beside it. Safe for use by several threads.
 */
final class OwnCursors implements Judged {
  /** What a load can remember, with room to spare. */
  private static final int MOST_CHARACTERS = 15_000_000;

  private final Level level;
  private final Job job;
  private final Spool spool;
  private final Optional<Watermark> committed;
  private final Marks marks;
  private final Optional<Watermark> floor;
  private final Map<Key, Mark> next;
  private Optional<CursorType> type;
  private Optional<Watermark> beginning = Optional.empty();
  private Optional<Watermark> greatest = Optional.empty();
  private long nulls;

  /** How one is read. */
  record Own(
      Key key,
      Optional<Mark> mark,
      Optional<Watermark> from,
      CursorGate gate,
      Boundary boundary,
      Optional<String> start) {}

  /**
   * @param committed of the last load
   * @param known what that load remembered
   */
  OwnCursors(Level level, Spool spool, Optional<Watermark> committed, Optional<Known> known) {
    this.level = level;
    this.job = level.job();
    this.spool = spool;
    this.committed = committed;
    this.type = committed.map(Watermark::type);
    this.marks =
        known
            // A watermark that was set by hand since is that of all parents.
            .filter(before -> Optional.of(before.upTo()).equals(committed))
            .map(Known::memory)
            .filter(Marks::are)
            .map(Marks::of)
            .orElseGet(() -> new Marks(family(), committed.map(Watermark::value), Map.of()));
    this.floor = marks.floor().map(this::watermark);
    this.next = new HashMap<>(marks.all());
    requireSameFamily();
  }

  private String family() {
    return "%s by %s"
        .formatted(
            level.parent().orElseThrow().job().id(),
            String.join(", ", level.needs().key()).toLowerCase(java.util.Locale.ROOT));
  }

  private void requireSameFamily() {
    if (!marks.family().equalsIgnoreCase(family())) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column parent: the loads before knew their parents as records of %s, and now they are records of %s, so that nobody can tell how far each was read.\nPut parent and its primary_key back, run the job once with --full-refresh, or take everything up to a value as delivered with: state set %s VALUE."
              .formatted(job.place(), marks.family(), family(), job.id()));
    }
  }

  private Watermark watermark(String value) {
    return new Watermark(
        job.extract().cursor().orElseThrow().column(), type.orElse(CursorType.TEXT), value);
  }

  /** How a parent is read. */
  synchronized Own of(ParentRecord parent) {
    Key key = level.needs().key(parent);
    Optional<Mark> mark = Optional.ofNullable(marks.all().get(key));
    Optional<Watermark> from = mark.map(Mark::value).map(this::watermark).or(() -> floor);
    // At the floor everything counts as delivered.
    Optional<Watermark> again = mark.flatMap(one -> from).map(this::again);
    CursorGate gate = new CursorGate(job, spool, from, again);
    Boundary boundary =
        new Boundary(
            job, spool, level.shaping().treatments(), value -> isWithin(value, gate, from), mark);
    return new Own(key, mark, from, gate, boundary, level.start(again.or(() -> from)));
  }

  /** From where on a parent with this watermark is read again. */
  private Watermark again(Watermark from) {
    boolean exactly =
        from.type() == CursorType.TEXT && job.extract().cursor().orElseThrow().lookback().isEmpty();
    return exactly ? from : new Lookbacks(job).below(from);
  }

  private boolean isWithin(String value, CursorGate gate, Optional<Watermark> from) {
    Optional<Watermark> reached = gate.greatest().or(() -> from);
    return reached.map(this::again).filter(least -> compare(least, value) > 0).isEmpty();
  }

  private static int compare(Watermark one, String value) {
    return compare(one, new Watermark(one.column(), one.type(), value));
  }

  private static int compare(Watermark one, Watermark other) {
    Optional<CursorValue> number = CursorValue.of(one);
    Optional<CursorValue> otherNumber = CursorValue.of(other);
    return number.isPresent() && otherNumber.isPresent()
        ? number.get().compareTo(otherNumber.get())
        : one.value().compareTo(other.value());
  }

  /** A parent was read to its end. */
  synchronized void end(Own own, String where) {
    nulls += own.gate().nulls();
    beginning = beginning.or(() -> own.gate().after());
    Optional<Watermark> reached = own.gate().greatest();
    reached.ifPresent(mark -> reach(mark, where));
    reached
        .map(Watermark::value)
        .or(() -> own.mark().map(Mark::value))
        .ifPresent(value -> next.put(own.key(), new Mark(value, own.boundary().delivered())));
  }

  private void reach(Watermark mark, String where) {
    CursorType known = type.orElse(mark.type());
    boolean numbers = isNumber(known) && isNumber(mark.type());
    if (known != mark.type() && !numbers) {
      throw new IngestException(
          ErrorCode.VALUE,
          "%s, field %s: the value '%s' is of another kind than those of other parents, and both cannot be compared.\nName a watermark_column whose values are of one kind, or set load_type to FULL."
              .formatted(where, mark.column(), mark.value()));
    }
    type = Optional.of(numbers && known == CursorType.DECIMAL ? known : mark.type());
    boolean further =
        committed.filter(before -> compare(before, mark) >= 0).isEmpty()
            && greatest.filter(before -> compare(before, mark) >= 0).isEmpty();
    if (further) {
      greatest = Optional.of(mark);
    }
  }

  private static boolean isNumber(CursorType type) {
    return type == CursorType.INTEGER || type == CursorType.DECIMAL;
  }

  @Override
  public synchronized Optional<Watermark> after() {
    return committed
        .or(() -> beginning)
        .or(() -> new CursorGate(job, spool, Optional.empty(), Optional.empty()).after());
  }

  @Override
  public synchronized Optional<Watermark> greatest() {
    return greatest.map(mark -> watermark(mark.value()));
  }

  @Override
  public synchronized long nulls() {
    return nulls;
  }

  @Override
  public boolean sawColumn() {
    return spool.find(job.extract().cursor().orElseThrow().column()).isPresent();
  }

  @Override
  public synchronized boolean moved() {
    return !next.equals(marks.all());
  }

  /**
   * What the next run is told.
   *
   * @param upTo the watermark of this one, under the name that its column has in the rows; empty
   *     when there is none, and nothing to tell
   */
  synchronized LateRows late(Optional<Watermark> upTo) {
    if (upTo.isEmpty()) {
      return LateRows.NONE;
    }
    String text = new Marks(marks.family(), marks.floor(), next).text();
    if (text.length() > MOST_CHARACTERS) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s: what is to be remembered of %,d records of the parent does not fit into %,d characters. Nothing was committed.\nWrite a smaller lookback, have the parent give fewer records, or set load_type to FULL."
              .formatted(job.place(), next.size(), MOST_CHARACTERS));
    }
    String words =
        job.extract()
            .cursor()
            .orElseThrow()
            .lookback()
            .map(
                back ->
                    "re-reads %s below the watermark of each parent (lookback)"
                        .formatted(back.text()))
            .orElse("reads each parent from its own watermark on");
    return new LateRows(
        LateRows.Rule.KNOWN_BY_SOURCE,
        words,
        Optional.empty(),
        upTo,
        floor.map(begun -> new Watermark(upTo.get().column(), begun.type(), begun.value())),
        java.util.List.of(),
        text);
  }
}
