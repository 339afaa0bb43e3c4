package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/commands.md is what {@code --help} prints. */
final class CommandDocsTest {
  private static final Path PAGE = Path.of("docs/commands.md");
  private static final String START = "<!-- generated from the commands; see CommandDocsTest -->";

  @Test
  void thePageSaysWhatTheCommandsSay() throws IOException {
    String page = Files.readString(PAGE);
    String wanted = page.substring(0, page.indexOf(START)) + START + "\n" + generated();
    if (Boolean.getBoolean("penstock.docs.write")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "out of date; write it anew with ./mvnw test -Dtest=CommandDocsTest -Dpenstock.docs.write=true")
        .isEqualTo(wanted);
  }

  private static String generated() {
    StringBuilder text = new StringBuilder();
    for (CommandLine command : commands(tree().commandLine())) {
      String name = command.getCommandSpec().qualifiedName();
      text.append("\n## ").append(name).append("\n\n```\n");
      text.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
      text.append("\n```\n");
    }
    return text.toString();
  }

  private static List<CommandLine> commands(CommandLine command) {
    List<CommandLine> all = new ArrayList<>();
    all.add(command);
    command.getSubcommands().values().forEach(sub -> all.addAll(commands(sub)));
    return all;
  }

  private static CommandTree tree() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Console console =
        new Console(nowhere, nowhere, UnaryOperator.identity(), Console.Terminal.PLAIN);
    return new CommandTree(new NoRooms(), console, new StopSignal(), Clock.systemUTC(), "test");
  }
}
