package dev.penstock.destination;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.Survey;
import java.time.Instant;
import java.util.Map;

/**
 * All that another attempt must know to go on with a load that was begun. It serialises to JSON.
 *
 * @param runId of the run that began it
 * @param runStartedAt of that run; decides the date folders, whoever commits
 * @param base the sequence of the newest record as it was begun; 0 when there was none. Once there
 *     is a newer one, the load can never be committed
 * @param fingerprint what must be the same for another attempt to go on, each by its name
 * @param splits how many there are, with the indexes from 0
 * @param bookmark see {@link dev.penstock.source.Resumable}
 */
public record LoadPlan(
    String loadId,
    String runId,
    Instant runStartedAt,
    long base,
    Map<String, String> fingerprint,
    Survey survey,
    int splits,
    String bookmark) {
  public LoadPlan {
    requireNonNull(loadId, "loadId");
    requireNonNull(runId, "runId");
    requireNonNull(runStartedAt, "runStartedAt");
    fingerprint = Map.copyOf(fingerprint);
    requireNonNull(survey, "survey");
    requireNonNull(bookmark, "bookmark");
  }
}
