package dev.penstock.source.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The records of {@link AnyApi}, which come and change, each at a tick of their own clock. */
final class AnyVersions {
  private static final Instant BASE = Instant.parse("2026-11-01T00:00:00Z");

  /** How they are sorted. */
  enum Order {
    RISING,
    FALLING,
    BY_ID
  }

  /** A record as it was at some time. */
  record Version(int id, int tick, int change) {
    @Override
    public String toString() {
      return "%d|%d|%d".formatted(id, tick, change);
    }
  }

  private final Random random;
  private final boolean moments;
  private final List<Version> records = new ArrayList<>();
  private int now = 1;

  /**
   * @param moments whether a tick is a moment, and not a number
   */
  AnyVersions(Random random, boolean moments) {
    this.random = random;
    this.moments = moments;
    for (int count = 1 + random.nextInt(20); count > 0; count--) {
      add(now + random.nextInt(5));
    }
  }

  private void add(int tick) {
    records.add(new Version(records.size() + 1, tick, 0));
    now = Math.max(now, tick);
  }

  /** A record that is newer than all others. */
  void add() {
    add(now + 1);
  }

  /** Some come, perhaps at the very tick of the newest, and others change. */
  void live() {
    int newest = now;
    for (int i = random.nextInt(4); i > 0; i--) {
      add(newest + random.nextInt(3));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      int which = random.nextInt(records.size());
      Version old = records.get(which);
      now++;
      records.set(which, new Version(old.id(), now, old.change() + 1));
    }
  }

  SortedSet<String> current() {
    return records.stream().map(Version::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Those from a tick on.
   *
   * @param since as {@link #json} writes it; empty for all
   */
  List<Version> since(String since, Order order) {
    Comparator<Version> byTick = Comparator.comparing(Version::tick);
    Comparator<Version> byId = Comparator.comparing(Version::id);
    Comparator<Version> sorting =
        switch (order) {
          case RISING -> byTick.thenComparing(byId);
          case FALLING -> byTick.reversed().thenComparing(byId);
          case BY_ID -> byId;
        };
    int least = since.isEmpty() ? Integer.MIN_VALUE : tick(since);
    return records.stream().filter(version -> version.tick() >= least).sorted(sorting).toList();
  }

  private int tick(String text) {
    return moments
        ? (int) (Instant.parse(text).getEpochSecond() - BASE.getEpochSecond())
        : Integer.parseInt(text);
  }

  String json(Version version) {
    String at =
        moments
            ? "\"%s\"".formatted(BASE.plusSeconds(version.tick()))
            : Integer.toString(version.tick());
    return "{\"id\": %d, \"at\": %s, \"change\": %d}".formatted(version.id(), at, version.change());
  }

  /** The columns of a table that give what a version's text says. */
  String columns() {
    return moments
        ? "id, epoch(\"at\")::BIGINT - %d, change".formatted(BASE.getEpochSecond())
        : "id, \"at\", change";
  }
}
