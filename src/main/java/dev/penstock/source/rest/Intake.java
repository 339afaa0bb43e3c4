package dev.penstock.source.rest;

import dev.penstock.job.RowFilter;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Takes the records of one run into the spool, page by page. Used by one thread. */
final class Intake {
  private final Spool spool;
  private final Optional<CursorGate> gate;
  private final Optional<RowFilter> filter;
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
    this.spool = spool;
    this.gate = gate;
    this.filter = filter;
  }

  Spool spool() {
    return spool;
  }

  /** A page is about to be read, for the first time or again. */
  void begin() throws IOException {
    gateMark = gate.map(CursorGate::mark);
    leftBefore = left;
    spool.beginPage();
    sum = new CRC32C();
  }

  /** Forgets the page. */
  void drop() throws IOException {
    gate.ifPresent(g -> g.backTo(gateMark.orElseThrow()));
    left = leftBefore;
    spool.dropPage();
  }

  /** Keeps the record in the row, where it belongs to this run. */
  void keep(String where) throws IOException {
    spool.row().addTo(sum);
    if (filter.isPresent() && !filter.get().keeps(this::value)) {
      left++;
      return;
    }
    Optional<Part> part = gate.isPresent() ? gate.get().judge(where) : Optional.of(Part.NEW);
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

  /** How many records the filter left out, in words; empty for none. */
  String words() {
    return left == 0 ? "" : ", records left out by query_filter %,d".formatted(left);
  }

  /** The fields that the filter asks for and no record had. */
  java.util.List<String> unmet() {
    return filter.map(RowFilter::names).orElse(java.util.Set.of()).stream()
        .filter(name -> spool.find(name).isEmpty())
        .sorted()
        .toList();
  }
}
