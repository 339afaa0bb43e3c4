package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Spelling;
import dev.penstock.job.Job;
import dev.penstock.job.Parent;
import dev.penstock.job.SourceType;
import dev.penstock.workbook.JobsSheet.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which endpoints are asked for each record of which other job. */
final class Parents {
  private final Map<String, Entry> entries = new HashMap<>();
  private final Function<String, Optional<Entry>> asleep;
  private final EndpointsSheet endpoints;
  private final Collection<Problem> problems;
  private final Set<String> reported = new HashSet<>();

  /**
   * @param asleep finds the row of a disabled job and reads it
   */
  Parents(
      Collection<Entry> entries,
      Function<String, Optional<Entry>> asleep,
      EndpointsSheet endpoints,
      Collection<Problem> problems) {
    entries.forEach(entry -> this.entries.putIfAbsent(entry.key(), entry));
    this.asleep = asleep;
    this.endpoints = endpoints;
    this.problems = problems;
  }

  /** The job with its parents; as it is where there is none, or where something is wrong. */
  Job with(Job job) {
    Entry entry = entries.get(key(job.id()));
    return parent(entry, List.of(entry.id())).map(job::under).orElse(job);
  }

  /**
   * @param path the ids from the first child to this entry
   */
  private Optional<Parent> parent(Entry entry, List<String> path) {
    Optional<String> id = text(entry, Column.PARENT);
    if (id.isEmpty()) {
      text(entry, Column.PARENT_FIELDS)
          .ifPresent(
              fields ->
                  report(
                      entry,
                      Column.PARENT_FIELDS,
                      "filled in, but parent is empty.",
                      "Write into parent the job_id of the row whose fields are meant."));
      return Optional.empty();
    }
    Optional<Entry> above = find(entry, id.get(), path);
    List<String> fields = text(entry, Column.PARENT_FIELDS).map(Lists::split).orElse(List.of());
    Optional<Job> job = above.flatMap(other -> job(other, path));
    if (above.isPresent() && (job.isEmpty() || isWrong(above.get()))) {
      report(
          entry,
          Column.PARENT,
          "what stands in the workbook of job %s holds an error, so that this one cannot run either."
              .formatted(CellText.shown(above.get().id())),
          "Correct what is said of that job.");
    }
    return job.map(found -> new Parent(found, fields));
  }

  private boolean isWrong(Entry entry) {
    return entry.row().hasErrors() || !endpoints.isRight(entry.id());
  }

  private Optional<Job> job(Entry entry, List<String> path) {
    List<String> longer = new ArrayList<>(path);
    longer.add(entry.id());
    Optional<Parent> above = parent(entry, longer);
    return entry.job().map(job -> above.map(job::under).orElse(job));
  }

  private Optional<Entry> find(Entry entry, String id, List<String> path) {
    Optional<Entry> found =
        Optional.ofNullable(entries.get(key(id))).or(() -> asleep.apply(key(id)));
    if (found.isEmpty()) {
      List<String> ids = entries.values().stream().map(Entry::id).sorted().toList();
      report(
          entry,
          Column.PARENT,
          "there is no job %s.".formatted(CellText.shown(id)),
          Spelling.hint(id, ids) + "Write the job_id of a row with source_type rest.");
      return Optional.empty();
    }
    if (path.stream().anyMatch(found.get().id()::equalsIgnoreCase)) {
      report(
          entry,
          Column.PARENT,
          "the job is its own parent: %s -> %s."
              .formatted(String.join(" -> ", path), found.get().id()),
          "Empty the cell in the row whose records come first.");
      return Optional.empty();
    }
    return found.filter(other -> other.job().isEmpty() || isFit(entry, other.job().get()));
  }

  private boolean isFit(Entry entry, Job above) {
    if (above.sourceType() != SourceType.REST) {
      report(
          entry,
          Column.PARENT,
          "the job %s has source_type %s."
              .formatted(CellText.shown(above.id()), above.sourceType().word()),
          "Write the job_id of a row with source_type rest.");
      return false;
    }
    String source = entry.job().map(Job::sourceName).orElse(above.sourceName());
    if (!source.equalsIgnoreCase(above.sourceName())) {
      report(
          entry,
          Column.PARENT,
          "the job %s reads the source %s, and this one %s."
              .formatted(
                  CellText.shown(above.id()),
                  CellText.shown(above.sourceName()),
                  CellText.shown(source)),
          "Write the job_id of a row of the same source.");
      return false;
    }
    return true;
  }

  private Optional<String> text(Entry entry, Column column) {
    Optional<String> own = entry.row().text(column);
    return own.isPresent() || entry.row().isReported(column)
        ? own
        : endpoints.of(entry.id()).flatMap(row -> row.text(column));
  }

  private void report(Entry entry, Column column, String what, String mend) {
    if (entry.row().isReported(column)) {
      return;
    }
    Optional<EndpointRow> row = endpoints.of(entry.id());
    if (entry.row().text(column).isEmpty() && row.isPresent()) {
      // The parent of several jobs is looked at for each of them.
      if (reported.add(row.get().place() + column)) {
        row.get().report(column.header(), what, mend, problems);
      }
    } else {
      entry.row().error(column, what, mend);
    }
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
