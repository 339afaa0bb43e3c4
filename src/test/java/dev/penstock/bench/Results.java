package dev.penstock.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the rounds gave; the n-th measurement of each subject is of the n-th round. */
final class Results {
  private final Map<Subject, List<Measurement>> measurements = new EnumMap<>(Subject.class);
  private final Map<Subject, Long> fileBytes = new EnumMap<>(Subject.class);

  private OptionalLong jsonBytes = OptionalLong.empty();
  private OptionalInt loadRequests = OptionalInt.empty();
  private OptionalInt newestRecordRequests = OptionalInt.empty();

  void add(Subject subject, Measurement measurement) {
    measurements.computeIfAbsent(subject, any -> new ArrayList<>()).add(measurement);
  }

  void addFileBytes(Subject subject, long bytes) {
    fileBytes.put(subject, bytes);
  }

  /** Of all pages of the API. */
  void setJsonBytes(long bytes) {
    jsonBytes = OptionalLong.of(bytes);
  }

  OptionalLong jsonBytes() {
    return jsonBytes;
  }

  /** Megabytes of JSON for each CPU second of the client. */
  Optional<Spread> jsonPerCpuSecond(Subject subject) {
    if (jsonBytes.isEmpty() || !measurements.containsKey(subject)) {
      return Optional.empty();
    }
    double megabytes = jsonBytes.getAsLong() / 1e6;
    return Optional.of(
        Spread.of(
            measurements.get(subject).stream().map(m -> megabytes / m.cpuSeconds()).toList()));
  }

  /** Of one load into the lake. */
  void setLoadRequests(int requests) {
    loadRequests = OptionalInt.of(requests);
  }

  OptionalInt loadRequests() {
    return loadRequests;
  }

  /** Of one look for the newest commit record of a long history in the lake. */
  void setNewestRecordRequests(int requests) {
    newestRecordRequests = OptionalInt.of(requests);
  }

  OptionalInt newestRecordRequests() {
    return newestRecordRequests;
  }

  /** The subjects that were measured, in their order. */
  List<Subject> subjects() {
    return List.copyOf(measurements.keySet());
  }

  Optional<Spread> wallSeconds(Subject subject) {
    return measurements.containsKey(subject)
        ? Optional.of(Spread.of(walls(subject)))
        : Optional.empty();
  }

  Optional<Spread> cpuSeconds(Subject subject) {
    return Optional.ofNullable(measurements.get(subject))
        .map(list -> Spread.of(list.stream().map(Measurement::cpuSeconds).toList()));
  }

  /** The greatest of all rounds. */
  OptionalLong peakBytes(Subject subject) {
    return measurements.getOrDefault(subject, List.of()).stream()
        .flatMapToLong(measurement -> measurement.peakBytes().stream())
        .max();
  }

  /** Of the Parquet files that the last round wrote; empty where nothing is written. */
  OptionalLong fileBytes(Subject subject) {
    Long bytes = fileBytes.get(subject);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** Wall time over wall time, round by round; empty unless both were measured. */
  Optional<Spread> ratio(Subject subject, Subject to) {
    return measurements.containsKey(subject) && measurements.containsKey(to)
        ? Optional.of(Spread.ofRatios(walls(subject), walls(to)))
        : Optional.empty();
  }

  private List<Double> walls(Subject subject) {
    return measurements.get(subject).stream().map(Measurement::wallSeconds).toList();
  }
}
