package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeWorkbookTest {
  private static final String SHEET = "xl/worksheets/sheet1.xml";

  @TempDir Path folder;

  /** Reads the workbook it is given; run in a JVM of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      long start = CpuTime.nanos();
      WorkbookContents contents = new WorkbookReader(Map.of(), Map.of()).read(Path.of(args[0]));
      long millis = TimeUnit.NANOSECONDS.toMillis(CpuTime.nanos() - start);
      System.out.println(
          "%d jobs, %d problems, %s"
              .formatted(
                  contents.jobs().size(),
                  contents.problems().size(),
                  millis < 5_000 ? "in time" : "too slow: " + millis + " ms"));
    }
  }

  @Test
  @BadInput(value = Input.EMPTY_ROWS, taken = "are passed over, in 256 MB and less than 5 s")
  void readsAMillionFormattedEmptyRowsInSmallMemory() throws Exception {
    Path plain = Jobs.book(Jobs.full("orders")).write(folder.resolve("plain.xlsx"));
    assertThat(child(withEmptyRows(plain))).isEqualTo("1 jobs, 0 problems, in time\n");
  }

  @Test
  void loadsNeitherPoiNorXmlBeansToRead() throws Exception {
    Path plain = Jobs.book(Jobs.full("orders")).write(folder.resolve("plain.xlsx"));
    assertThat(child(plain, "-Xlog:class+load"))
        .contains("1 jobs, 0 problems", "dev.penstock.workbook.WorkbookReader")
        .doesNotContain("org.apache.poi", "xmlbeans", "log4j");
  }

  private String child(Path workbook, String... options) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    command.add(workbook.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
    return Files.readString(output);
  }

  /** The same workbook with a million rows of three formatted cells after the first job. */
  private Path withEmptyRows(Path plain) throws IOException {
    Path large = folder.resolve("large.xlsx");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(plain));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(large))) {
      out.setLevel(Deflater.BEST_SPEED);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(SHEET)) {
          writeRows(new String(content, StandardCharsets.UTF_8), out);
        } else {
          out.write(content);
        }
      }
    }
    return large;
  }

  private static void writeRows(String sheet, ZipOutputStream out) throws IOException {
    int end = sheet.indexOf("</sheetData>");
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write(sheet.substring(0, end));
    for (int row = 3; row <= 1_000_000; row++) {
      writer.write("<row r=\"" + row + "\" s=\"1\" customFormat=\"1\">");
      for (char column = 'A'; column <= 'C'; column++) {
        writer.write("<c r=\"" + column + row + "\" s=\"1\"/>");
      }
      writer.write("</row>");
    }
    writer.write(sheet.substring(end));
    writer.flush();
  }
}
