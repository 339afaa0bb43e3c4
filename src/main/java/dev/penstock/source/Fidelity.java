package dev.penstock.source;

import static java.util.Objects.requireNonNull;

/**
 * Whether the values of a column are in the file what they were at the source.
 *
 * @param why the form in which exact values land; which values fail; or what changes. A part of a
 *     sentence, empty only for EXACT
 * @param choose for {@code column_types}, where another type keeps what this one does not; else
 *     empty
 */
public record Fidelity(Degree degree, String why, String choose) {
  /** Each degree with its word for people. */
  public enum Degree {
    /** Every value of the source's type lands unchanged. */
    EXACT("yes"),
    /** A value either lands unchanged or fails the job. */
    EXACT_UNLESS("or it fails"),
    /** Some values change without a word. */
    CHANGED("no");

    private final String word;

    Degree(String word) {
      this.word = word;
    }

    /** The answer to: is it lossless? */
    public String word() {
      return word;
    }
  }

  public Fidelity {
    requireNonNull(degree, "degree");
    requireNonNull(choose, "choose");
    if (why.isEmpty() && degree != Degree.EXACT) {
      throw new IllegalArgumentException(degree + " without a reason");
    }
  }

  /** Nothing changes and there is nothing to say about it. */
  public static Fidelity exact() {
    return exact("");
  }

  /**
   * @param why the form in which values land, such as {@code the text as the server prints it}
   */
  public static Fidelity exact(String why) {
    return new Fidelity(Degree.EXACT, why, "");
  }

  /**
   * @param values those that fail, such as {@code `infinity`}
   * @param choose the type that holds them
   */
  public static Fidelity exactUnless(String values, String choose) {
    return new Fidelity(Degree.EXACT_UNLESS, values, choose);
  }

  /**
   * @param how such as {@code the offset is lost}
   * @param choose the type that keeps it; may be empty
   */
  public static Fidelity changed(String how, String choose) {
    return new Fidelity(Degree.CHANGED, how, choose);
  }

  /** The same with something to choose, for another reason than a loss. */
  public Fidelity choosing(String type) {
    return new Fidelity(degree, why, type);
  }

  /** All that there is to say behind the degree; may be empty. */
  public String note() {
    String what = degree == Degree.EXACT_UNLESS ? "fails for " + why : why;
    if (choose.isEmpty()) {
      return what;
    }
    return (what.isEmpty() ? "" : what + "; ") + "choose " + choose;
  }
}
