package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import java.util.Optional;

/**
 * Something that is not as it should be.
 *
 * @param severity an error keeps jobs from running
 * @param what where and what, with the value
 * @param cause what is most likely behind it, where more is known than {@code what} says
 * @param mend what to do about it
 */
public record Finding(Problem.Severity severity, String what, Optional<String> cause, String mend) {
  public Finding {
    requireNonNull(severity, "severity");
    requireNonNull(what, "what");
    requireNonNull(cause, "cause");
    requireNonNull(mend, "mend");
  }

  static Finding error(String what, String mend) {
    return new Finding(Problem.Severity.ERROR, what, Optional.empty(), mend);
  }

  static Finding warning(String what, String mend) {
    return new Finding(Problem.Severity.WARNING, what, Optional.empty(), mend);
  }

  /** A problem with its place. */
  static Finding of(Problem problem) {
    return new Finding(
        problem.severity(),
        problem.where() + ": " + problem.what(),
        Optional.empty(),
        problem.mend());
  }

  /** A failure, whose message ends with the mend as lines of its own. */
  static Finding of(IngestException failure) {
    String[] parts = failure.getMessage().split("\n", 2);
    return new Finding(
        Problem.Severity.ERROR,
        parts[0],
        Likely.causeOf(failure),
        parts.length > 1 ? parts[1] : "");
  }
}
