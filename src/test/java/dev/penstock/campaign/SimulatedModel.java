package dev.penstock.campaign;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.campaign.JobRun.Attempt;
import dev.penstock.destination.CommitRecord;
import dev.penstock.job.WriteDisposition;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a table must hold after a simulation: the log is played again, with the rows that each run
 * has read instead of those that lie in files.
 */
final class SimulatedModel {
  private final Simulation simulation;
  private final Invariants found;
  private final Map<String, Attempt> attempts;

  /** The table as of each record; the first is the empty one. */
  private final List<State> states = new ArrayList<>();

  /** Rows by the day whose folder they are in. */
  private record State(Map<LocalDate, List<Long>> rows, Optional<Long> watermark) {
    List<Long> ids() {
      return rows.values().stream().flatMap(List::stream).sorted().toList();
    }
  }

  SimulatedModel(Simulation simulation, Invariants found) {
    this.simulation = simulation;
    this.found = found;
    this.attempts =
        simulation.runs().stream()
            .flatMap(run -> run.attempt().stream())
            .collect(toMap(Attempt::loadId, attempt -> attempt));
    states.add(new State(Map.of(), Optional.empty()));
  }

  void require() {
    for (JsonNode commit : found.records()) {
      states.add(after(commit));
    }
    State now = states.get(states.size() - 1);
    assertThat(found.rows())
        .as("rows that a reader finds, and those that were delivered")
        .extracting(Invariants.Landed::id)
        .isEqualTo(now.ids());
    assertThat(found.rows()).allMatch(row -> row.name().equals("name " + row.id()));
    requireEveryRowOnce(now);
    requireWhatRunsWereTold();
  }

  private State after(JsonNode commit) {
    State before = states.get(states.size() - 1);
    Optional<Long> watermark = watermark(commit);
    return switch (commit.path("kind").asText()) {
      case "LOAD" -> new State(loaded(before, commit), watermark);
      case "STATE" -> new State(before.rows(), watermark);
      case "UNDO" -> {
        State back = states.get(commit.path("note").path("backTo").asInt());
        assertThat(watermark).as("watermark of %s", commit).isEqualTo(back.watermark());
        yield back;
      }
      default -> throw new AssertionError(commit);
    };
  }

  private Map<LocalDate, List<Long>> loaded(State before, JsonNode commit) {
    Attempt attempt = attempts.get(commit.path("loadId").asText());
    assertThat(attempt).as("the run that made %s", commit).isNotNull();
    Map<LocalDate, List<Long>> rows = new TreeMap<>(before.rows());
    LocalDate day = LocalDate.ofInstant(attempt.startedAt(), ZoneOffset.UTC);
    WriteDisposition disposition = simulation.job().target().disposition();
    switch (disposition) {
      case APPEND ->
          assertThat(attempt.from().map(from -> Long.valueOf(from.value())))
              .as("read from where the record before it ended")
              .isEqualTo(before.watermark());
      case SNAPSHOT -> rows.remove(day);
      case REPLACE -> rows.clear();
    }
    List<Long> ofDay = new ArrayList<>(rows.getOrDefault(day, List.of()));
    ofDay.addAll(attempt.ids());
    rows.put(day, ofDay);
    return rows;
  }

  private static Optional<Long> watermark(JsonNode commit) {
    JsonNode watermark = commit.path("watermark").path("value");
    return watermark.isMissingNode() ? Optional.empty() : Optional.of(watermark.asLong());
  }

  /** Unless somebody set the watermark by hand, the lake has what the source has, each once. */
  private void requireEveryRowOnce(State now) {
    boolean set =
        found.records().stream().anyMatch(commit -> commit.path("kind").asText().equals("STATE"));
    List<Long> all = simulation.source().all().boxed().toList();
    switch (simulation.job().target().disposition()) {
      case APPEND -> {
        if (!set) {
          assertThat(now.ids()).doesNotHaveDuplicates().containsAll(all);
        }
      }
      case SNAPSHOT -> assertThat(now.rows()).containsValue(all);
      case REPLACE -> assertThat(now.ids()).isEqualTo(all);
    }
  }

  /** Who was told of a commit has one; who was told of a failure has none, but where in doubt. */
  private void requireWhatRunsWereTold() {
    List<String> nonces =
        found.records().stream().map(commit -> commit.path("nonce").asText()).toList();
    assertThat(nonces)
        .containsAll(simulation.promised().stream().map(CommitRecord::nonce).toList());
    for (SimulatedRun run : simulation.runs()) {
      if (run.surelyLost() && run.attempt().isPresent()) {
        String loadId = run.attempt().get().loadId();
        assertThat(found.records())
            .as("records of %s, which was told that it failed", run.name())
            .noneMatch(commit -> commit.path("loadId").asText().equals(loadId));
      }
    }
  }
}
