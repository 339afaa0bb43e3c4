package dev.penstock.testing;

import dev.penstock.app.RunHere;
import dev.penstock.evidence.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar, run as a user runs it: its own process, in a folder of its own. */
public final class PenstockProcess {
  private static final long LONGEST_SECONDS = 120;

  /** What the shell of whoever builds must not bring in. */
  private static final List<String> FOREIGN =
      List.of(
          "PENSTOCK_",
          "DLT_",
          "DESTINATION__",
          "SOURCES__",
          "AZURE_",
          "IDENTITY_",
          "MSI_",
          "IMDS_",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "http_proxy",
          "https_proxy");

  /** The compiler that is quick is the one for short runs. */
  private static final List<String> SHORT_RUN =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable");

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> virtualMachine = new ArrayList<>();

  /** What a finished process left. */
  public record Result(int exitCode, String out, String err) {}

  public PenstockProcess(Path folder) {
    this.folder = folder;
  }

  public PenstockProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public PenstockProcess with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Arguments of Java itself, such as a trust store. */
  public PenstockProcess withJava(List<String> arguments) {
    virtualMachine.addAll(arguments);
    return this;
  }

  public Result run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + LONGEST_SECONDS + " s");
    }
    return result(process);
  }

  /**
   * The same command without a process of its own, for tests of what it does and not of how it
   * starts. Arguments of Java have no effect.
   */
  public Result runHere(String... arguments) throws IOException {
    Result result = RunHere.run(folder, environment, arguments);
    Files.writeString(folder.resolve("out.txt"), result.out());
    Files.writeString(folder.resolve("err.txt"), result.err());
    Said.add(result.out() + result.err());
    return result;
  }

  /** Starts and does not wait; {@link #result} gives what it printed once it has ended. */
  public Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(SHORT_RUN);
    command.add(ClassArchive.flag());
    command.addAll(virtualMachine);
    command.add("-jar");
    command.add(ClassArchive.jar().toString());
    command.addAll(List.of(arguments));
    return at(new ProcessBuilder(command))
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Puts another command into the same folder, with the same variables. */
  public ProcessBuilder at(ProcessBuilder builder) {
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
    builder.environment().putAll(environment);
    return builder;
  }

  public Result result(Process process) throws IOException {
    Result result =
        new Result(
            process.exitValue(),
            Files.readString(folder.resolve("out.txt"), StandardCharsets.UTF_8),
            Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8));
    Said.add(result.out() + result.err());
    return result;
  }
}
