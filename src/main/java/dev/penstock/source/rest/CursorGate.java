package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.source.CursorType;
import dev.penstock.source.CursorValue;
import dev.penstock.source.Split.Part;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Spool;
import java.util.Optional;
import java.util.Set;

/**
 * Decides for each record on which side of the watermark it lies, and which is the greatest. For
 * one run, by one thread.
 */
final class CursorGate implements Judged {
  private static final Set<CursorType> NUMBERS = Set.of(CursorType.INTEGER, CursorType.DECIMAL);

  private final Job job;
  private final Cursor cursor;
  private final Spool spool;
  private final Optional<Watermark> committed;
  private Optional<Field> field = Optional.empty();
  private int searched;
  private State state;

  /** What is forgotten when a page is read again. */
  private record State(
      Optional<CursorType> type,
      Optional<Bound> after,
      Optional<Bound> again,
      Optional<Bound> greatest,
      long nulls,
      boolean below) {}

  /** A watermark that records are compared with. */
  private record Bound(Watermark watermark, Optional<CursorValue> value) {
    static Bound of(Watermark watermark) {
      return new Bound(watermark, CursorValue.of(watermark));
    }

    int compareTo(Bound other) {
      return value.isPresent() && other.value.isPresent()
          ? value.get().compareTo(other.value.get())
          : watermark.value().compareTo(other.watermark.value());
    }
  }

  /**
   * @param committed of the last load; empty begins at the initial value
   * @param again from where on records at or below it are read again; empty leaves them out
   */
  CursorGate(Job job, Spool spool, Optional<Watermark> committed, Optional<Watermark> again) {
    this.job = job;
    this.cursor = job.extract().cursor().orElseThrow();
    this.spool = spool;
    this.committed = committed;
    this.state =
        new State(
            committed.map(Watermark::type),
            committed.map(Bound::of),
            again.map(Bound::of),
            Optional.empty(),
            0,
            false);
  }

  /** A place to go back to. */
  Object mark() {
    return state;
  }

  void backTo(Object mark) {
    state = (State) mark;
    // The columns of the page are forgotten as well.
    searched = 0;
  }

  /** Where the record in the row belongs; empty when it belongs to none of this run's. */
  Optional<Part> judge(String where) {
    Optional<String> text = field().flatMap(f -> spool.row().value(f));
    if (text.isEmpty()) {
      state = with(state.greatest(), state.nulls() + 1, state.below());
      return Optional.empty();
    }
    CursorType type = spool.row().cursorType(field().orElseThrow()).orElseThrow();
    agree(where, type, text.get());
    Bound value = Bound.of(new Watermark(cursor.column(), state.type().orElseThrow(), text.get()));
    boolean past = state.after().isEmpty() || value.compareTo(state.after().get()) > 0;
    boolean within = state.again().filter(bound -> value.compareTo(bound) >= 0).isPresent();
    if (past && state.greatest().filter(most -> most.compareTo(value) >= 0).isEmpty()) {
      state = with(Optional.of(value), state.nulls(), false);
    } else {
      state = with(state.greatest(), state.nulls(), !past && !within);
    }
    return past ? Optional.of(Part.NEW) : within ? Optional.of(Part.AGAIN) : Optional.empty();
  }

  private State with(Optional<Bound> greatest, long nulls, boolean below) {
    return new State(state.type(), state.after(), state.again(), greatest, nulls, below);
  }

  private Optional<Field> field() {
    if (field.isEmpty() && searched < spool.width()) {
      field = spool.find(cursor.column());
      searched = spool.width();
    }
    return field;
  }

  /** All values must be of one kind, or they could not be compared. */
  private void agree(String where, CursorType type, String text) {
    if (state.type().isEmpty()) {
      Optional<Watermark> initial = initial(type);
      state =
          new State(
              Optional.of(type),
              initial.map(Bound::of),
              Optional.empty(),
              state.greatest(),
              state.nulls(),
              state.below());
    }
    CursorType known = state.type().orElseThrow();
    if (known == type || (known == CursorType.DECIMAL && type == CursorType.INTEGER)) {
      return;
    }
    if (NUMBERS.contains(known) && NUMBERS.contains(type)) {
      state =
          new State(
              Optional.of(type),
              state.after(),
              state.again(),
              state.greatest(),
              state.nulls(),
              state.below());
      return;
    }
    throw new IngestException(
        ErrorCode.VALUE,
        "%s, field %s: the value '%s' is %s, but %s %s, and both cannot be compared.\nName a watermark_column whose values are of one kind, or set load_type to FULL."
            .formatted(
                where,
                cursor.column(),
                text.length() > 60 ? text.substring(0, 60) + "..." : text,
                words(type),
                committed.isPresent() ? "the watermark of the last load is" : "values before are",
                words(known)));
  }

  private static String words(CursorType type) {
    return switch (type) {
      case INTEGER, DECIMAL -> "a number";
      case DATE -> "a date";
      case TIMESTAMP -> "a time without zone";
      case TIMESTAMP_TZ -> "a time with zone";
      case TEXT -> "a text";
    };
  }

  private Optional<Watermark> initial(CursorType type) {
    return cursor
        .initialValue()
        .map(
            text ->
                new Watermark(
                    cursor.column(),
                    type,
                    WatermarkText.of(type, text).orElseThrow(() -> wrongInitial(type, text))));
  }

  private IngestException wrongInitial(CursorType type, String text) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s, column last_watermark: '%s' is not %s, which watermark_column holds.\nWrite one, or leave it empty to read from the first record on."
            .formatted(job.place(), text, words(type)));
  }

  @Override
  public Optional<Watermark> after() {
    return state
        .after()
        .map(Bound::watermark)
        .or(() -> state.type().isPresent() ? Optional.empty() : guessed());
  }

  /** With no record to tell of what kind the cursor is. */
  private Optional<Watermark> guessed() {
    return cursor.initialValue().flatMap(text -> initial(WatermarkText.guess(text.strip())));
  }

  @Override
  public Optional<Watermark> greatest() {
    CursorType type = state.type().orElse(CursorType.TEXT);
    return state
        .greatest()
        .map(bound -> new Watermark(cursor.column(), type, bound.watermark().value()));
  }

  /** From where on records are read again. */
  Optional<Watermark> again() {
    return state.again().map(Bound::watermark);
  }

  @Override
  public long nulls() {
    return state.nulls();
  }

  /** Whether the record judged last lies below everything that is read. */
  boolean isBelow() {
    return state.below();
  }

  @Override
  public boolean sawColumn() {
    return field().isPresent();
  }

  @Override
  public boolean moved() {
    return state.greatest().isPresent();
  }
}
