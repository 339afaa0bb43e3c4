package dev.penstock.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The middle and the ends of some measured values. */
record Spread(double median, double min, double max) {
  /** The median of an even number of values is the mean of the middle two. */
  static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("No values to take a median of");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(middle(sorted), sorted[0], sorted[sorted.length - 1]);
  }

  /** {@code quotients[i] = dividends[i] / divisors[i]}: each round is compared with itself. */
  static Spread ofRatios(List<Double> dividends, List<Double> divisors) {
    if (dividends.size() != divisors.size()) {
      throw new IllegalArgumentException(
          "%d values cannot be paired with %d".formatted(dividends.size(), divisors.size()));
    }
    Double[] quotients = new Double[dividends.size()];
    Arrays.setAll(quotients, i -> dividends.get(i) / divisors.get(i));
    return of(List.of(quotients));
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Such as {@code 1.62 (1.55-1.71)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, min, max);
  }
}
