package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What run.sh says to a machine that is not ready. */
final class RunScriptTest {
  @TempDir Path folder;
  private Path script;
  private Path tools;

  private record Result(int exitCode, String text) {}

  @BeforeEach
  void copyOfTheScriptAlone() throws IOException {
    script = Files.copy(Path.of("run.sh"), folder.resolve("run.sh"));
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : List.of("sh", "dirname", "readlink", "sed", "head", "find")) {
      Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
    }
  }

  @Test
  void saysHowToGetJavaWhereThereIsNone() throws Exception {
    Result result = run(Map.of());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.text())
        .startsWith(
            "Penstock needs Java 17 or newer, and there is no java on the PATH and none in"
                + " JAVA_HOME.\n")
        .contains("sudo apt-get install openjdk-17-jdk-headless");
  }

  @Test
  void refusesAnOldJavaByItsReleaseFile() throws Exception {
    Path java = javaHome("JAVA_VERSION=\"11.0.2\"\n", "exit 1");

    Result result = run(Map.of("JAVA_HOME", java.toString()));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.text())
        .startsWith("Penstock needs Java 17 or newer, but " + java + "/bin/java is Java 11.\n");
  }

  @Test
  void asksJavaItselfWhereThereIsNoReleaseFile() throws Exception {
    Path java = javaHome("", "echo 'openjdk version \"16.0.1\" 2021-04-20' >&2");

    Result result = run(Map.of("JAVA_HOME", java.toString()));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.text()).contains("/bin/java is Java 16.\n");
  }

  @Test
  void saysThatBuildingNeedsACompiler() throws Exception {
    Path java = javaHome("JAVA_VERSION=\"17.0.15\"\n", "exit 1");

    Result result = run(Map.of("JAVA_HOME", java.toString()));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.text())
        .startsWith(
            "The first start builds Penstock and needs a JDK, but " + java + " has no compiler.\n");
  }

  private Path javaHome(String release, String program) throws IOException {
    Path home = Files.createDirectories(folder.resolve("java"));
    if (!release.isEmpty()) {
      Files.writeString(home.resolve("release"), release);
    }
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + program + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home.toRealPath();
  }

  private Result run(Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", script.toString()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
