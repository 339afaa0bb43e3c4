package dev.penstock.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says which Penstock this is, and on what it runs. */
@Command(
    name = "version",
    description = "Prints the version of Penstock and of the Java it runs on.")
public final class VersionCommand implements Callable<Integer> {
  private final Console console;
  private final String version;

  public VersionCommand(Console console, String version) {
    this.console = console;
    this.version = version;
  }

  @Override
  public Integer call() {
    console.print(
        "penstock %s, Java %s (%s), %s %s"
            .formatted(
                version,
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
    return ExitCode.DONE;
  }
}
