package dev.penstock.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A limit that the product has to keep.
 *
 * @param measured empty when the subjects it needs were left out, or when the scale is too small
 *     for it to say anything
 */
record Budget(String what, double limit, String unit, OptionalDouble measured) {
  private static final double MEGABYTE = 1e6;

  /** Below this scale the start of the JVM outweighs the rows. */
  private static final double LEAST_SCALE = 1;

  static List<Budget> of(Results results, double scale) {
    Budget validate =
        new Budget("validate, start to exit", 1.5, " s", wallSeconds(results, Subject.VALIDATE));
    List<Budget> rows =
        List.of(
            new Budget(
                "penstock-1 / copy-1, wall",
                1.8,
                "",
                ratio(results, Subject.PENSTOCK_1, Subject.COPY_1)),
            new Budget(
                "penstock-1 / naive, wall",
                0.5,
                "",
                ratio(results, Subject.PENSTOCK_1, Subject.NAIVE)),
            new Budget(
                "lake-1 / penstock-1, wall",
                1.15,
                "",
                ratio(results, Subject.LAKE_1, Subject.PENSTOCK_1)),
            new Budget(
                "penstock-1 / result-set, wall",
                1.6,
                "",
                ratio(results, Subject.PENSTOCK_1, Subject.RESULT_SET)),
            new Budget(
                "maria-1 / maria-loop, wall",
                1.6,
                "",
                ratio(results, Subject.MARIA_1, Subject.MARIA_LOOP)),
            new Budget(
                "wide-1 / penstock-1, wall for as many values",
                2,
                "",
                ratio(results, Subject.WIDE_1, Subject.PENSTOCK_1)),
            new Budget(
                "penstock-1 and penstock-2, peak memory",
                450,
                " MB",
                peak(results, Subject.PENSTOCK_1, Subject.PENSTOCK_2)),
            new Budget("rest-1, CPU for 100 MB of JSON", 1, " s", cpuOfJson(results)),
            new Budget("rest-1, peak memory", 256, " MB", peak(results, Subject.REST_1)),
            new Budget(
                "rest-1 / dlt-rest, wall",
                1,
                "",
                ratio(results, Subject.REST_1, Subject.DLT_REST)));
    Stream<Budget> judged =
        scale < LEAST_SCALE ? rows.stream().map(Budget::unjudged) : rows.stream();
    return Stream.concat(judged, Stream.of(validate, newestRecord(results))).toList();
  }

  private static Budget newestRecord(Results results) {
    return new Budget(
        "requests for the newest of 10,000 commit records",
        3,
        "",
        results.newestRecordRequests().stream().asDoubleStream().findFirst());
  }

  private Budget unjudged() {
    return new Budget(what, limit, unit, OptionalDouble.empty());
  }

  private static OptionalDouble wallSeconds(Results results, Subject subject) {
    return results.wallSeconds(subject).stream().mapToDouble(Spread::median).findFirst();
  }

  private static OptionalDouble ratio(Results results, Subject subject, Subject to) {
    return results.ratio(subject, to).stream().mapToDouble(Spread::median).findFirst();
  }

  private static OptionalDouble cpuOfJson(Results results) {
    return results.jsonPerCpuSecond(Subject.REST_1).stream()
        .mapToDouble(rate -> 100 / rate.median())
        .findFirst();
  }

  private static OptionalDouble peak(Results results, Subject... subjects) {
    return Stream.of(subjects)
        .flatMapToDouble(subject -> results.peakBytes(subject).stream().asDoubleStream())
        .map(bytes -> bytes / MEGABYTE)
        .max();
  }

  boolean isMissed() {
    return measured.isPresent() && measured.getAsDouble() > limit;
  }

  String measuredText() {
    return measured.isPresent()
        ? String.format(Locale.ROOT, "%.2f%s", measured.getAsDouble(), unit)
        : "-";
  }

  String limitText() {
    return (limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit))
        + unit;
  }

  String verdict() {
    if (measured.isEmpty()) {
      return "not judged";
    }
    return isMissed() ? "**missed**" : "kept";
  }
}
