package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.StopSignal;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What a mistyped command line is answered. */
final class CommandTreeTest {
  private final Screen screen = new Screen(Console.Terminal.PLAIN);

  @Test
  void anUnknownOptionIsNamedAndTheHelpIsPointedTo() {
    assertThat(execute("--frob")).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo("Unknown option: '--frob'.\n./run.sh run --help explains it.\n");
    assertThat(screen.out()).isEmpty();
  }

  @Test
  void aMistypedCommandIsMetWithTheNearestOnes() {
    assertThat(execute("vaildate")).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo(
            """
            vaildate is no command or argument here. Did you mean validate or state or repair?
            ./run.sh --help explains it.
            """);
  }

  @Test
  void aMissingOptionOfASubcommandIsNamed() {
    assertThat(execute("state", "set", "orders", "7")).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo(
            "Missing required option: '--reason=<reason>'\n./run.sh state set --help explains it.\n");
  }

  @Test
  void aSettingNeedsAValue() {
    assertThat(execute("run", "--set", "jobs")).isEqualTo(2);
    assertThat(screen.err()).endsWith("./run.sh run --help explains it.\n").contains("jobs");
  }

  @Test
  void aNumberOfCommitsIsAtLeastOne() {
    assertThat(execute("history", "-n", "-5")).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo("option --lines: -5 is no number of commits.\nGive 1 or more.\n");
  }

  @Test
  void theVersionIsShownForTheOptionToo() {
    assertThat(execute("--version")).isZero();
    assertThat(screen.out()).startsWith("penstock 1.2.3, Java ");
  }

  @Test
  void secretsOnTheCommandLineAreNotRepeated() {
    assertThat(execute("--hunter2")).isEqualTo(2);
    assertThat(screen.err()).startsWith("Unknown option: '--***'.\n");
  }

  private int execute(String... arguments) {
    return new CommandTree(
            new NoRooms(), screen.console(), new StopSignal(), Clock.systemUTC(), "1.2.3")
        .execute(arguments);
  }
}
