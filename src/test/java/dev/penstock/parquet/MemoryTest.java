package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap that a writer needs depends on its options, not on the table. */
final class MemoryTest {
  @TempDir Path folder;

  @Test
  void writesALongTableInASmallHeap() throws Exception {
    // 1.6 million rows are 240 MB before encoding.
    assertThat(run("long", "-Xmx40m")).contains("rows 1638400");
  }

  @Test
  void writesAWideTableInASmallHeap() throws Exception {
    // Pages of a megabyte for each of the 1,600 columns would need 1.6 GB.
    assertThat(run("wide", "-Xmx112m")).contains("rows 6000");
  }

  @Test
  void writesValuesOfAHundredMegabytesInThreeTimesTheirSize() throws Exception {
    // The probe itself holds a fourth.
    assertThat(run("huge", "-Xmx460m")).contains("rows 404");
  }

  @Test
  void loadsNoHadoopConfiguration() throws Exception {
    String classes = run("short", "-Xlog:class+load");
    assertThat(classes)
        .contains("org.apache.parquet.hadoop.ParquetFileWriter")
        .doesNotContain("org.apache.hadoop.conf.Configuration ")
        .doesNotContain("org.apache.hadoop.fs.Path ");
  }

  private String run(String table, String option) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path arguments = folder.resolve("arguments");
    Files.writeString(
        arguments, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    option,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "@" + arguments,
                    MemoryProbe.class.getName(),
                    table))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    String text = Files.readString(output, UTF_8);
    assertThat(exit).as(text.substring(0, Math.min(2000, text.length()))).isZero();
    return text;
  }
}
