package dev.penstock.cli;

import dev.penstock.engine.StopSignal;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;

/** All commands, with what they print to and what they are about. */
public final class CommandTree {
  private static final Logger LOG = LoggerFactory.getLogger(CommandTree.class);

  private final CommandLine root;

  public CommandTree(Rooms rooms, Console console, StopSignal stop, Clock clock, String version) {
    root =
        new CommandLine(new PenstockCommand())
            .addSubcommand(new RunCommand(rooms, console, stop))
            .addSubcommand(new PlanCommand(rooms, console, clock))
            .addSubcommand(new ValidateCommand(rooms, console))
            .addSubcommand(new InitCommand(console))
            .addSubcommand(new StateCommand(rooms, console))
            .addSubcommand(new HistoryCommand(rooms, console))
            .addSubcommand(new VersionCommand(console, version))
            .addSubcommand("completion", new AutoComplete.GenerateCompletion());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    addHelp(root);
    root.setExecutionExceptionHandler((failure, command, parsed) -> explain(console, failure));
  }

  private static void addHelp(CommandLine command) {
    CommandLine.Model.OptionSpec help =
        CommandLine.Model.OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Shows this help.")
            .build();
    if (command.getCommandSpec().findOption("--help") == null) {
      command.getCommandSpec().addOption(help);
    }
    command.getSubcommands().values().forEach(CommandTree::addHelp);
  }

  /** The parser, for pages and completions generated from it. */
  CommandLine commandLine() {
    return root;
  }

  /**
   * Runs the command that {@code arguments} name, {@code run} when they name none; returns the exit
   * code.
   */
  public int execute(String... arguments) {
    return root.execute(withCommand(arguments));
  }

  private String[] withCommand(String[] arguments) {
    boolean named =
        arguments.length > 0
            && (root.getSubcommands().containsKey(arguments[0])
                || arguments[0].equals("-h")
                || arguments[0].equals("--help")
                || !arguments[0].startsWith("-"));
    return named
        ? arguments
        : Stream.concat(Stream.of("run"), Arrays.stream(arguments)).toArray(String[]::new);
  }

  /** One message, never a stack trace: that is in the log. */
  private static int explain(Console console, Exception failure) {
    if (failure instanceof IngestException known) {
      LOG.error("{}", known.getMessage(), known);
      console.tell(known.getMessage());
      return known.code().exitCode();
    }
    LOG.error("unexpected: {}", failure.getMessage(), failure);
    console.tell(
        "Penstock failed in a way it does not know: "
            + failure
            + "\nPlease report it with the log in logs/errors/.");
    return ErrorCode.INTERNAL.exitCode();
  }
}
