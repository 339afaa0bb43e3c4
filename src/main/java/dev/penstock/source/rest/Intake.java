package dev.penstock.source.rest;

import dev.penstock.job.RowFilter;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.http.Answer;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.RowDigest;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** Takes the records of one run into the spool, page by page. Used by one thread. */
final class Intake {
  /** Who else has a say in what becomes of records, page by page. */
  interface Aside {
    /** A page is about to be read, for the first time or again. */
    void begin();

    /** Forgets the page. */
    void drop() throws IOException;

    /** Where the record in the row belongs after all; empty keeps it out of the spool. */
    Optional<Part> take(String where, Part part) throws IOException;
  }

  /** How pages are read that come at the same time. */
  interface Turn {
    /** As they come; there is never more than one. */
    Turn ALONE =
        new Turn() {
          @Override
          public <T> T read(Answer answer, Api.Reader<T> reader) throws IOException {
            return reader.read(answer);
          }
        };

    <T> T read(Answer answer, Api.Reader<T> reader) throws IOException;
  }

  private final Spool spool;
  private final Optional<CursorGate> gate;
  private final Optional<RowFilter> filter;
  private final List<Aside> asides;
  private final Turn turn;
  private final Map<String, Field> fields = new HashMap<>();
  private CRC32C sum = new CRC32C();
  private Optional<Object> gateMark = Optional.empty();
  private long left;
  private long leftBefore;
  private int searched;

  /**
   * @param gate of an incremental job
   * @param filter that records must meet
   */
  Intake(Spool spool, Optional<CursorGate> gate, Optional<RowFilter> filter) {
    this(spool, gate, filter, List.of(), Turn.ALONE);
  }

  /**
   * @param asides asked in this order
   */
  Intake(
      Spool spool,
      Optional<CursorGate> gate,
      Optional<RowFilter> filter,
      List<Aside> asides,
      Turn turn) {
    this.spool = spool;
    this.gate = gate;
    this.filter = filter;
    this.asides = List.copyOf(asides);
    this.turn = turn;
  }

  /** Has an answer read when it is its turn. */
  <T> T reading(Answer answer, Api.Reader<T> reader) throws IOException {
    return turn.read(answer, reader);
  }

  Spool spool() {
    return spool;
  }

  /** A page is about to be read, for the first time or again. */
  void begin() throws IOException {
    gateMark = gate.map(CursorGate::mark);
    leftBefore = left;
    spool.beginPage();
    asides.forEach(Aside::begin);
    sum = new CRC32C();
  }

  /** Forgets the page. */
  void drop() throws IOException {
    gate.ifPresent(g -> g.backTo(gateMark.orElseThrow()));
    left = leftBefore;
    searched = 0;
    for (Aside aside : asides) {
      aside.drop();
    }
    spool.dropPage();
  }

  /** Keeps the record in the row, where it belongs to this run. */
  void keep(String where) throws IOException {
    RowDigest.add(spool.row(), sum);
    if (filter.isPresent() && !filter.get().keeps(this::value)) {
      left++;
      return;
    }
    Optional<Part> part = gate.isPresent() ? gate.get().judge(where) : Optional.of(Part.NEW);
    for (int i = 0; part.isPresent() && i < asides.size(); i++) {
      part = asides.get(i).take(where, part.get());
    }
    if (part.isPresent()) {
      spool.keep(part.get());
    }
  }

  private Optional<String> value(String name) {
    if (searched < spool.width()) {
      searched = spool.width();
      filter.orElseThrow().names().stream()
          .filter(wanted -> !fields.containsKey(wanted))
          .forEach(wanted -> spool.find(wanted).ifPresent(field -> fields.put(wanted, field)));
    }
    return Optional.ofNullable(fields.get(name)).flatMap(spool.row()::value);
  }

  /** Of the page read last: the same for pages with the same records. */
  long sum() {
    return sum.getValue();
  }

  /** Whether the record judged last lies below everything that is read. */
  boolean isBelow() {
    return gate.filter(CursorGate::isBelow).isPresent();
  }

  /** How many records the filter left out. */
  long left() {
    return left;
  }

  /** How many records the filter left out, in words; empty for none. */
  String words() {
    return words(left);
  }

  static String words(long left) {
    return left == 0 ? "" : ", records left out by query_filter %,d".formatted(left);
  }

  /** The fields that the filter asks for and no record had. */
  List<String> unmet() {
    return filter.map(RowFilter::names).orElse(Set.of()).stream()
        .filter(name -> spool.find(name).isEmpty())
        .sorted()
        .toList();
  }
}
