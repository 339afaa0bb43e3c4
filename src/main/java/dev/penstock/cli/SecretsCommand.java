package dev.penstock.cli;

import dev.penstock.job.Job;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.SecretCopy;
import dev.penstock.workbook.WorkbookContents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the places where secrets are kept; never shows one. */
@Command(
    name = "secrets",
    description = "Shows where each secret comes from, or copies them into the key vault.")
public final class SecretsCommand implements Callable<Integer> {
  /** How many keys one message names. */
  private static final int NAMED = 3;

  private final Rooms rooms;
  private final Console console;

  @Spec private CommandSpec spec;

  public SecretsCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "secrets: say check or push.");
  }

  @Command(
      name = "check",
      description = {
        "Lists the keys of each source with an enabled job, and those of the destination, with the place that answers.",
        "Asks the key vault when AZURE_KEY_VAULT_URL is set. Never shows a value."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all that is needed was found",
        "1:something needed is missing, or a store could not say",
        "2:the configuration or the command line is wrong"
      })
  int check(@Mixin WorkbookOptions workbook, @Mixin JobFilter filter) {
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    List<Job> jobs = filter.require(JobIds.of(rooms, contents));
    List<KeyAnswer> answers = rooms.keyAnswers(contents, jobs);
    console.print(table(answers));
    problems(answers).forEach((text, keys) -> console.tell("\n" + keys + ":\n" + text));
    console.print("\n" + closingLine(answers));
    return answers.stream().anyMatch(KeyAnswer::isInTheWay)
        ? ExitCode.SOME_JOB_FAILED
        : ExitCode.DONE;
  }

  private static String table(List<KeyAnswer> answers) {
    Table table =
        new Table(
            Table.Column.left("of"), Table.Column.left("key"), Table.Column.left("answered by"));
    for (KeyAnswer answer : answers) {
      table.add(
          answer.key().ownerInWords(),
          answer.key().key(),
          switch (answer.outcome()) {
            case FOUND -> answer.text();
            case NEEDED -> "missing (needed)";
            case OPTIONAL -> "missing (optional)";
            case FAILED -> "failed, see below";
          });
    }
    return table.text();
  }

  /** What is in the way, with the keys that it concerns: a vault that is down concerns them all. */
  private static Map<String, String> problems(List<KeyAnswer> answers) {
    return answers.stream()
        .filter(KeyAnswer::isInTheWay)
        .collect(
            Collectors.groupingBy(
                KeyAnswer::text,
                LinkedHashMap::new,
                Collectors.mapping(
                    answer -> answer.key().owner() + "." + answer.key().key(),
                    Collectors.collectingAndThen(Collectors.toList(), SecretsCommand::some))));
  }

  /** The first few; the table above has them all. */
  private static String some(List<String> keys) {
    return keys.size() <= NAMED + 1
        ? String.join(", ", keys)
        : String.join(", ", keys.subList(0, NAMED)) + " and " + (keys.size() - NAMED) + " more";
  }

  private static String closingLine(List<KeyAnswer> answers) {
    Map<KeyAnswer.Outcome, Long> counts =
        answers.stream().collect(Collectors.groupingBy(KeyAnswer::outcome, Collectors.counting()));
    return "%d found, %d missing and needed, %d missing and optional, %d failed."
        .formatted(
            counts.getOrDefault(KeyAnswer.Outcome.FOUND, 0L),
            counts.getOrDefault(KeyAnswer.Outcome.NEEDED, 0L),
            counts.getOrDefault(KeyAnswer.Outcome.OPTIONAL, 0L),
            counts.getOrDefault(KeyAnswer.Outcome.FAILED, 0L));
  }

  @Command(
      name = "push",
      description = {
        "Copies the secrets of .dlt/secrets.toml into the key vault that AZURE_KEY_VAULT_URL names.",
        "Without --yes it only says what it would do. Never shows a value; the file stays as it is."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:all was copied, or without --yes could be",
        "1:something was not copied",
        "2:the configuration or the command line is wrong"
      })
  int push(
      @Option(names = "--yes", description = "Writes the secrets that the vault does not have.")
          boolean yes,
      @Option(
              names = "--overwrite",
              description =
                  "Writes those too that differ; the vault keeps the old value as an older version.")
          boolean overwrite) {
    PushSteps steps = new PushSteps(rooms.secretCopy(), console);
    TreeSet<SecretCopy.State> chosen = new TreeSet<>(List.of(SecretCopy.State.NEW));
    if (overwrite) {
      chosen.add(SecretCopy.State.DIFFERS);
    }
    return yes ? steps.write(chosen) : steps.show(chosen);
  }
}
