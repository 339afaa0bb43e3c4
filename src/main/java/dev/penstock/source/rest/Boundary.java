package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Endpoint.Inner;
import dev.penstock.job.Job;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.parent.Key;
import dev.penstock.source.rest.parent.Marks.Delivered;
import dev.penstock.source.rest.parent.Marks.Mark;
import dev.penstock.source.rest.spool.Spool;
import dev.penstock.source.rest.spool.Treatments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The records of one parent that are read again at and below its watermark: those that were
 * delivered are left out, and what is delivered now is remembered for the next run.
 */
final class Boundary implements Intake.Aside {
  private static final int PRUNED_FROM = 1_000;
  private static final int MOST = 1_000_000;

  private final Job job;
  private final Spool spool;
  private final Treatments treatments;
  private final Predicate<String> within;
  private final List<Delivered> known;
  private final Map<Identity, Integer> undelivered = new HashMap<>();
  private final Map<Identity, Delivered> seen = new HashMap<>();
  private final List<Delivered> page = new ArrayList<>();
  private final List<Identity> dropped = new ArrayList<>();
  private int prunedAt = PRUNED_FROM;

  /** What makes two records the same. */
  private record Identity(long key, long content) {
    static Identity of(Delivered one) {
      return new Identity(one.key(), one.content());
    }
  }

  /**
   * @param within whether records with this cursor will be read again by the next run, as far as is
   *     known now
   */
  Boundary(
      Job job, Spool spool, Treatments treatments, Predicate<String> within, Optional<Mark> mark) {
    this.job = job;
    this.spool = spool;
    this.treatments = treatments;
    this.within = within;
    this.known = mark.map(Mark::delivered).orElse(List.of());
    known.forEach(one -> undelivered.put(Identity.of(one), one.count()));
  }

  @Override
  public void begin() {
    page.forEach(
        one ->
            seen.merge(
                Identity.of(one),
                one,
                (a, b) -> new Delivered(a.key(), a.content(), b.value(), a.count() + b.count())));
    page.clear();
    dropped.clear();
    if (seen.size() > prunedAt) {
      seen.values().removeIf(one -> !within.test(one.value()));
      prunedAt = Math.max(PRUNED_FROM, seen.size() * 2);
    }
    if (seen.size() > MOST) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column lookback: more than %,d records of one parent lie within it, which is more than are remembered. Nothing was committed.\nWrite a smaller lookback."
              .formatted(job.place(), MOST));
    }
  }

  @Override
  public void drop() {
    page.clear();
    dropped.forEach(one -> undelivered.merge(one, 1, Integer::sum));
    dropped.clear();
  }

  @Override
  public Optional<Part> take(String where, Part part) {
    Delivered one = described();
    page.add(one);
    Identity identity = Identity.of(one);
    if (part == Part.NEW || undelivered.getOrDefault(identity, 0) == 0) {
      return Optional.of(Part.NEW);
    }
    if (job.target().primaryKey().isEmpty()) {
      // As many equal records pass as are more than there were.
      undelivered.merge(identity, -1, Integer::sum);
      dropped.add(identity);
    }
    return Optional.empty();
  }

  private Delivered described() {
    SortedMap<String, String> values = new TreeMap<>();
    spool.literals().forEach((name, literal) -> put(name, literal, values));
    long content = digest(values);
    List<String> key = job.target().primaryKey();
    SortedMap<String, String> ofKey =
        values.entrySet().stream()
            .filter(entry -> key.stream().anyMatch(entry.getKey()::equalsIgnoreCase))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    String cursor = job.extract().cursor().orElseThrow().column();
    String value = spool.find(cursor).flatMap(spool.row()::value).orElseThrow();
    return new Delivered(key.isEmpty() ? content : digest(ofKey), content, value, 1);
  }

  /** What is not delivered makes no difference. */
  private void put(String name, String literal, SortedMap<String, String> values) {
    List<String> wanted = job.extract().columns();
    boolean delivered = wanted.isEmpty() || wanted.stream().anyMatch(one -> isOf(one, name));
    boolean identifies = job.target().primaryKey().stream().anyMatch(name::equalsIgnoreCase);
    if ((delivered || identifies) && !treatments.excludes(name)) {
      values.put(
          name.toLowerCase(Locale.ROOT),
          treatments.masks(name) ? treatments.masked(literal) : literal);
    }
  }

  /** Whether a column that is wanted is this one, or lies in the list that it holds. */
  private static boolean isOf(String wanted, String name) {
    String list = name + Inner.JOINT;
    return wanted.equalsIgnoreCase(name) || wanted.regionMatches(true, 0, list, 0, list.length());
  }

  private static long digest(SortedMap<String, String> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(
        (name, literal) -> {
          texts.add(name);
          texts.add(literal);
        });
    return Key.of(texts).first();
  }

  /**
   * What the next run is to know. Of a record that was not seen again what was known stays known,
   * as it may come back.
   */
  List<Delivered> delivered() {
    begin();
    Map<Identity, Delivered> next = new HashMap<>();
    Set<Long> keys = new HashSet<>();
    for (Delivered one : seen.values()) {
      keys.add(one.key());
      if (within.test(one.value())) {
        next.put(Identity.of(one), one);
      }
    }
    boolean counts = job.target().primaryKey().isEmpty();
    for (Delivered one : known) {
      if (within.test(one.value()) && (counts || !keys.contains(one.key()))) {
        next.merge(Identity.of(one), one, (now, then) -> now.count() < then.count() ? then : now);
      }
    }
    return List.copyOf(next.values());
  }
}
