package dev.penstock.cli;

import dev.penstock.engine.StopSignal;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
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
    String program = System.getProperty("penstock.program", "./run.sh");
    root =
        new CommandLine(new PenstockCommand())
            .addSubcommand(new RunCommand(rooms, console, stop))
            .addSubcommand(new PlanCommand(rooms, console, clock))
            .addSubcommand(new PreviewCommand(rooms, console))
            .addSubcommand(new ValidateCommand(rooms, console))
            .addSubcommand(new DiscoverCommand(rooms, console))
            .addSubcommand(new DoctorCommand(rooms, console))
            .addSubcommand(new SecretsCommand(rooms, console))
            .addSubcommand(new InitCommand(console, program))
            .addSubcommand(new StateCommand(rooms, console))
            .addSubcommand(new HistoryCommand(rooms, console))
            .addSubcommand(new VerifyCommand(rooms, console))
            .addSubcommand(new RepairCommand(rooms, console))
            .addSubcommand(new UndoCommand(rooms, console))
            .addSubcommand(new VersionCommand(console, version))
            .addSubcommand("completion", completion());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    addHelp(root);
    root.setExecutionExceptionHandler((failure, command, parsed) -> explain(console, failure));
    root.setParameterExceptionHandler((failure, arguments) -> refuse(console, failure));
  }

  private static CommandLine completion() {
    CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
    completion
        .getCommandSpec()
        .name("completion")
        .usageMessage()
        .description(
            "Prints a script by which bash and zsh complete the command penstock:",
            "  alias penstock=$PWD/run.sh",
            "  source <(./run.sh completion)");
    return completion;
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

  /** Options alone are those of {@code run}; people also try {@code help} and {@code --version}. */
  private static String[] withCommand(String[] arguments) {
    Stream<String> given = Arrays.stream(arguments);
    Stream<String> meant =
        switch (arguments.length == 0 ? "-" : arguments[0]) {
          case "help" -> Stream.concat(given.skip(1), Stream.of("--help"));
          case "-V", "--version" -> Stream.of("version");
          case "-h", "--help" -> given;
          default ->
              arguments.length > 0 && !arguments[0].startsWith("-")
                  ? given
                  : Stream.concat(Stream.of("run"), given);
        };
    return meant.toArray(String[]::new);
  }

  /** What is wrong with the command line, and where its help is; the help itself would bury it. */
  private static int refuse(Console console, CommandLine.ParameterException failure) {
    String command =
        failure.getCommandLine().getCommandSpec().qualifiedName().replaceFirst("^\\S+", "./run.sh");
    console.tell(
        (failure instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unknown(unmatched)
                : failure.getMessage())
            + "\n"
            + command
            + " --help explains it.");
    return ExitCode.CONFIGURATION;
  }

  private static String unknown(CommandLine.UnmatchedArgumentException failure) {
    String what =
        failure.isUnknownOption()
            ? failure.getMessage() + "."
            : failure.getUnmatched().get(0) + " is no command or argument here.";
    List<String> near = failure.getSuggestions();
    return near.isEmpty() ? what : what + " Did you mean " + String.join(" or ", near) + "?";
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
