package dev.penstock.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How far another clock is from ours. */
final class Skew {
  /** Less than this may be the way of the answer, or a time told in whole seconds. */
  private static final Duration TOLERATED = Duration.ofSeconds(5);

  private Skew() {}

  /**
   * Takes down what the other clock shows, the first time that it is seen.
   *
   * @param there what it showed
   * @param here what ours showed in the middle of the question
   */
  static void note(Chart chart, Instant there, Instant here) {
    if (chart.has("clock")) {
      return;
    }
    Duration ahead = Duration.between(here, there);
    if (ahead.abs().compareTo(TOLERATED) < 0) {
      chart.fact("clock", "agrees with ours");
      return;
    }
    String words = inWords(ahead);
    chart.fact("clock", words);
    chart.add(
        Finding.warning(
            "its clock is " + words + ".",
            "Let this machine and the server take their time from the same source (NTP). Logins with tokens and keys are refused when clocks are minutes apart."));
  }

  private static String inWords(Duration ahead) {
    return String.format(
        Locale.ROOT,
        "%,d s %s ours",
        ahead.abs().toSeconds(),
        ahead.isNegative() ? "behind" : "ahead of");
  }
}
