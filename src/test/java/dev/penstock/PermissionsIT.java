package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.testing.ClassArchive;
import dev.penstock.testing.PenstockProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and write what is made, where the umask forbids nothing. */
@DisabledOnOs(OS.WINDOWS)
final class PermissionsIT {
  @TempDir Path home;

  @Test
  @Secures(Measure.PERMISSIONS)
  void initMakesSecretsForTheirOwnerAlone() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    shell("umask 000; '%s' %s -jar '%s' init".formatted(java, quickStart(), ClassArchive.jar()));

    assertThat(permissions(home.resolve(".dlt"))).isEqualTo("rwx------");
    assertThat(permissions(home.resolve(".dlt/secrets.toml"))).isEqualTo("rw-------");
    assertThat(permissions(home.resolve("config/ingestion_config.xlsx"))).isEqualTo("rw-rw-rw-");
  }

  @Test
  @Secures(Measure.PERMISSIONS)
  void nothingThatARunMakesCanBeWrittenByOthers() throws Exception {
    for (String file : List.of("ingestion_config.xlsx", "demo_shop.sql")) {
      Files.createDirectories(home.resolve("config"));
      Files.copy(Path.of("config", file), home.resolve("config").resolve(file));
    }

    shell("umask 000; '" + script() + "' run --job shop_categories --job shop_orders");

    List<Path> made = made();
    assertThat(made)
        .map(path -> home.relativize(path).toString())
        .contains("data", "logs", "metadata");
    assertThat(made).hasSizeGreaterThan(20);
    assertThat(made)
        .allSatisfy(
            path ->
                assertThat(Files.getPosixFilePermissions(path))
                    .as(path.toString())
                    .doesNotContain(PosixFilePermission.OTHERS_WRITE));
  }

  /** The script beside the jar that is tested, and nothing that it could build anew. */
  private Path script() throws IOException {
    Path clone = Files.createDirectories(home.resolve("clone/target"));
    Files.createSymbolicLink(clone.resolve("penstock.jar"), ClassArchive.jar());
    Files.copy(Path.of("run.sh"), clone.resolveSibling("run.sh"));
    Files.setPosixFilePermissions(clone, PosixFilePermissions.fromString("r-xr-xr-x"));
    return clone.resolveSibling("run.sh");
  }

  private List<Path> made() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      return paths
          .filter(path -> !path.equals(home))
          .filter(path -> !path.startsWith(home.resolve("config")))
          .filter(path -> !path.startsWith(home.resolve("clone")))
          .filter(path -> !path.getFileName().toString().matches("(out|err)\\.txt"))
          .toList();
    }
  }

  private void shell(String command) throws IOException, InterruptedException {
    PenstockProcess penstock = new PenstockProcess(home).with("PENSTOCK_JAVA_OPTS", quickStart());
    Process process =
        penstock
            .at(new ProcessBuilder("sh", "-c", command))
            .redirectOutput(home.resolve("out.txt").toFile())
            .redirectError(home.resolve("err.txt").toFile())
            .start();
    process.waitFor();
    PenstockProcess.Result result = penstock.result(process);
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
  }

  private static String quickStart() throws IOException {
    return "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC " + ClassArchive.flag();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
