package dev.penstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class CommandTest {
  @TempDir private Path folder;

  @Test
  void readsTheChildrenOfDashAndOfBash() {
    assertThat(Command.cpuSeconds("0m0.010000s 0m0.020000s\n0m1.250000s 0m0.500000s\n"))
        .isEqualTo(1.75);
    assertThat(Command.cpuSeconds("0m0.010s 0m0.020s\n2m1,250s 0m0,500s\n")).isEqualTo(121.75);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void countsTheWorkOfGrandchildrenAndTheirPeakMemory() {
    String work = "i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done";
    Measurement measurement =
        Command.of("sh", "-c", "sh -c '" + work + "'; exit 0")
            .measure(folder, folder.resolve("log"));
    assertThat(measurement.cpuSeconds()).isGreaterThan(0.05);
    assertThat(measurement.wallSeconds()).isGreaterThan(0.05);
    assertThat(measurement.peakBytes().orElseThrow()).isGreaterThan(100_000);
  }

  @Test
  void saysWhatAFailedProgramPrinted() {
    Command command = new Command(List.of("sh", "-c", "echo $WORD; exit 3"), Map.of("WORD", "no"));
    assertThatThrownBy(() -> command.measure(folder, folder.resolve("log")))
        .hasMessage(
            "sh -c echo $WORD; exit 3 ended with exit code 3; it printed:%nno%n".formatted());
  }

  @Test
  void readsThePeakOfAProcess() {
    assertThat(PeakMemory.kibibytes("VmHWM:\t  123456 kB")).isEqualTo(123456);
  }
}
