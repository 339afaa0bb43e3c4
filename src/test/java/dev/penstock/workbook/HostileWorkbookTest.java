package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Said;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks made to exhaust whoever reads them, read in 256 MB and in less than 5 s each. */
final class HostileWorkbookTest {
  @TempDir Path folder;

  /** Reads each workbook that it is given and says what came of it. */
  static final class Child {
    private Child() {}

    public static void main(String[] files) {
      for (String file : files) {
        long start = CpuTime.nanos();
        String result = result(Path.of(file));
        long millis = TimeUnit.NANOSECONDS.toMillis(CpuTime.nanos() - start);
        System.out.println(millis < 5_000 ? result : "too slow: " + millis + " ms for " + result);
      }
    }

    private static String result(Path file) {
      try {
        return new WorkbookReader(Map.of(), Map.of()).read(file).jobs().size() + " jobs";
      } catch (ConfigException e) {
        return e.getMessage();
      }
    }
  }

  @Test
  @Secures(Measure.WORKBOOK_PARSER)
  @BadInput(
      value = Input.ZIP_BOMB,
      says =
          "part 'xl/worksheets/sheet1.xml' unpacks to more than 100 times its size, or to more than"
              + " its limit.\nThat is no list of jobs. Copy the rows into a new workbook made with"
              + " ./run.sh init.")
  @BadInput(
      value = Input.MANY_PARTS,
      says =
          "the file consists of more than 1000 parts.\nTake out sheets and pictures that are no"
              + " jobs.")
  @BadInput(
      value = Input.MUCH_TEXT,
      says = "it holds more than 1000000 different texts.\nTake out what is no job.")
  @BadInput(
      value = Input.MUCH_TEXT,
      says = "its cells hold more than 10000000 characters of text.\nTake out what is no job.")
  @BadInput(
      value = Input.DEEP_OR_MANY_NAMED_XML,
      says =
          "part 'xl/worksheets/sheet1.xml' is nested deeper, or uses more names, than any"
              + " spreadsheet program writes.\nDo not trust the file; copy the rows into a new"
              + " workbook made with ./run.sh init.")
  void isRefusedInLittleMemoryAndTime() throws Exception {
    String bomb =
        "part 'xl/worksheets/sheet1.xml' unpacks to more than 100 times its size, or to more than its limit.\nThat is no list of jobs. Copy the rows into a new workbook made with ./run.sh init.";
    String strange =
        "part 'xl/worksheets/sheet1.xml' is nested deeper, or uses more names, than any spreadsheet program writes.\nDo not trust the file; copy the rows into a new workbook made with ./run.sh init.";
    List<Path> files =
        List.of(
            sheet("bomb", "<worksheet/>" + " ".repeat(100 << 20)),
            sheet("deep", "<x>".repeat(10_000)),
            sheet("names", "<worksheet>" + numbered(1_000_000, "<n%d/>")),
            sheet("namespaces", "<worksheet>" + numbered(300_000, "<n xmlns='u%d'/>")),
            texts(),
            inlineText(),
            parts());
    List<String> said =
        List.of(
            bomb,
            strange,
            strange,
            strange,
            "it holds more than 1000000 different texts.\nTake out what is no job.",
            "its cells hold more than 10000000 characters of text.\nTake out what is no job.",
            "the file consists of more than 1000 parts.\nTake out sheets and pictures that are no"
                + " jobs.");

    String output = child(files);

    Said.add(output);
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < files.size(); i++) {
      expected.append("workbook %s: %s%n".formatted(files.get(i), said.get(i)));
    }
    assertThat(output).isEqualTo(expected.toString());
  }

  private Path sheet(String name, String xml) {
    return new Book().rawSheet("SourceConfig", "", xml).write(folder.resolve(name + ".xlsx"));
  }

  private static String numbered(int count, String pattern) {
    int at = pattern.indexOf("%d");
    String before = pattern.substring(0, at);
    String after = pattern.substring(at + 2);
    return IntStream.range(0, count)
        .mapToObj(i -> before + i + after)
        .collect(Collectors.joining());
  }

  private Path texts() {
    return Jobs.book(Jobs.full("a"))
        .part("xl/sharedStrings.xml", "<sst>" + numbered(3_000_000, "<si><t>t%d</t></si>"))
        .relate("shared", "sharedStrings", "sharedStrings.xml")
        .write(folder.resolve("texts.xlsx"));
  }

  /** Text that packs badly, as the ratio would give the rest away. */
  private Path inlineText() {
    Random random = new Random(1);
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < 400; row++) {
      rows.add(
          List.of(
              random
                  .ints(32_000, 'a', 'z')
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString()));
    }
    return new Book().sheet("SourceConfig", rows).write(folder.resolve("inline.xlsx"));
  }

  private Path parts() {
    Book book = Jobs.book(Jobs.full("a"));
    for (int i = 0; i < 1_000; i++) {
      book.part("xl/media/image" + i + ".png", "");
    }
    return book.write(folder.resolve("parts.xlsx"));
  }

  private String child(List<Path> workbooks) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Child.class.getName());
    workbooks.forEach(workbook -> command.add(workbook.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
    return Files.readString(output);
  }
}
