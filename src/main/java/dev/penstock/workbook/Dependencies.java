package dev.penstock.workbook;

import dev.penstock.failure.Spelling;
import dev.penstock.job.Job;
import dev.penstock.workbook.JobsSheet.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which jobs wait for which. */
final class Dependencies {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> disabled = new HashMap<>();
  private final Map<String, List<String>> waitsFor = new LinkedHashMap<>();

  Dependencies(Collection<Entry> entries, Collection<String> disabled) {
    entries.forEach(entry -> this.entries.putIfAbsent(entry.key(), entry));
    disabled.forEach(id -> this.disabled.put(key(id), id));
  }

  /** Notes at each row what is wrong with its {@code depends_on}. */
  void check() {
    for (Entry entry : entries.values()) {
      List<String> known = new ArrayList<>();
      for (String id : entry.row().list(Column.DEPENDS_ON)) {
        if (isKnown(entry, id)) {
          known.add(key(id));
        }
      }
      waitsFor.put(entry.key(), known);
    }
    reportCycles();
  }

  /** The job with the ids that it waits for spelled as in their own rows. */
  Job spelled(Job job) {
    List<String> ids = job.dependsOn().stream().map(id -> entries.get(key(id)).id()).toList();
    return new Job(
        job.id(),
        job.place(),
        job.sourceName(),
        job.sourceType(),
        job.loadType(),
        job.extract(),
        job.target(),
        job.effort(),
        ids,
        job.description());
  }

  private boolean isKnown(Entry entry, String id) {
    if (key(id).equals(entry.key())) {
      report(entry, "%s is the job itself.".formatted(CellText.shown(id)), "Take it out.");
      return false;
    }
    if (entries.containsKey(key(id))) {
      return true;
    }
    if (disabled.containsKey(key(id))) {
      report(
          entry,
          "the job %s is not enabled.".formatted(CellText.shown(id)),
          "Set enabled to Y in its row, or take it out here.");
    } else {
      List<String> ids = entries.values().stream().map(Entry::id).toList();
      report(
          entry,
          "there is no job %s.".formatted(CellText.shown(id)),
          Spelling.hint(id, ids) + "Write the job_id of an enabled row.");
    }
    return false;
  }

  private void reportCycles() {
    Map<String, List<String>> stuck = new LinkedHashMap<>(waitsFor);
    // Jobs that can be put in order are left out first, so that only real knots are searched.
    boolean progress = true;
    while (progress) {
      progress = stuck.values().removeIf(needed -> needed.stream().noneMatch(stuck::containsKey));
    }
    for (String start : stuck.keySet()) {
      pathBack(start, stuck)
          .ifPresent(
              path ->
                  report(
                      entries.get(start),
                      "the job waits for itself: " + String.join(" -> ", path) + ".",
                      "Take out one of these dependencies."));
    }
  }

  /** The shortest way from a job over those it waits for back to itself. */
  private Optional<List<String>> pathBack(String start, Map<String, List<String>> graph) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      String here = next.poll();
      for (String there : graph.getOrDefault(here, List.of())) {
        if (there.equals(start)) {
          return Optional.of(path(start, here, cameFrom));
        }
        if (cameFrom.putIfAbsent(there, here) == null) {
          next.add(there);
        }
      }
    }
    return Optional.empty();
  }

  private List<String> path(String start, String last, Map<String, String> cameFrom) {
    Deque<String> path = new ArrayDeque<>(List.of(entries.get(start).id()));
    for (String key = last; !key.equals(start); key = cameFrom.get(key)) {
      path.addFirst(entries.get(key).id());
    }
    path.addFirst(entries.get(start).id());
    return List.copyOf(path);
  }

  private static void report(Entry entry, String what, String mend) {
    entry.row().error(Column.DEPENDS_ON, what, mend);
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
