package dev.penstock.cli;

import dev.penstock.failure.IngestException;
import dev.penstock.secret.SecretCopy;
import dev.penstock.secret.SecretCopy.State;
import dev.penstock.secret.SecretCopy.Step;
import java.util.List;
import java.util.Set;

/** Says what a copy would do, or does it and says what became of each secret. */
final class PushSteps {
  private final SecretCopy copy;
  private final Console console;

  PushSteps(SecretCopy copy, Console console) {
    this.copy = copy;
    this.console = console;
  }

  /**
   * @param chosen the states in which a secret would be written
   */
  int show(Set<State> chosen) {
    List<Step> steps = copy.steps();
    Table table = table("compared");
    steps.forEach(step -> add(table, step, compared(step)));
    print(table);
    tellRefused(steps);
    long count = steps.stream().filter(step -> chosen.contains(step.state())).count();
    console.print(
        "%s: %d to write of %d. Nothing was written; --yes writes%s."
            .formatted(copy.target(), count, steps.size(), hint(steps, chosen)));
    return refused(steps) == 0 ? ExitCode.DONE : ExitCode.SOME_JOB_FAILED;
  }

  /**
   * @param chosen the states in which a secret is written
   */
  int write(Set<State> chosen) {
    List<Step> steps = copy.steps();
    Table table = table("result");
    int done = 0;
    int failed = 0;
    for (Step step : steps) {
      String result =
          chosen.contains(step.state()) ? written(step) : "not written: " + compared(step);
      done += result.equals(WRITTEN) ? 1 : 0;
      failed += result.equals(FAILED) ? 1 : 0;
      add(table, step, result);
    }
    print(table);
    tellRefused(steps);
    console.print(
        "%s: %d written, %d failed, %d left as they are%s."
            .formatted(
                copy.target(), done, failed, steps.size() - done - failed, hint(steps, chosen)));
    boolean left = steps.stream().anyMatch(step -> isLeft(step, chosen));
    return failed > 0 || left ? ExitCode.SOME_JOB_FAILED : ExitCode.DONE;
  }

  private static final String WRITTEN = "written";
  private static final String FAILED = "NOT written, see above";

  /** One failure does not stop the others, so that the table tells of each of them. */
  private String written(Step step) {
    try {
      copy.write(step);
      return WRITTEN;
    } catch (IngestException e) {
      console.tell("%s: %s\n".formatted(step.name(), e.getMessage()));
      return FAILED;
    }
  }

  private static boolean isLeft(Step step, Set<State> chosen) {
    return step.state() == State.REFUSED
        || (step.state() == State.DIFFERS && !chosen.contains(State.DIFFERS));
  }

  private static long refused(List<Step> steps) {
    return steps.stream().filter(step -> step.state() == State.REFUSED).count();
  }

  private void tellRefused(List<Step> steps) {
    steps.stream()
        .filter(step -> step.state() == State.REFUSED)
        .forEach(step -> console.tell("%s: %s\n".formatted(step.name(), step.note())));
  }

  private static String hint(List<Step> steps, Set<State> chosen) {
    boolean differs = steps.stream().anyMatch(step -> step.state() == State.DIFFERS);
    return differs && !chosen.contains(State.DIFFERS)
        ? "; --overwrite also writes those that differ"
        : "";
  }

  private void print(Table table) {
    console.print((table.isEmpty() ? "No secrets to copy." : table.text()) + "\n");
  }

  private static Table table(String last) {
    return new Table(
        Table.Column.left("of"),
        Table.Column.left("key"),
        Table.Column.left("secret in the vault"),
        Table.Column.left(last));
  }

  private static void add(Table table, Step step, String last) {
    table.add(step.key().ownerInWords(), step.key().key(), step.name(), last);
  }

  private static String compared(Step step) {
    return switch (step.state()) {
      case NEW -> "new";
      case SAME -> "same";
      case DIFFERS -> "differs";
      case REFUSED -> "refused, see below";
    };
  }
}
