package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the repository that are made from tables in the code. */
public final class Regenerated {
  static final String HOW =
      "made from the code; run ./mvnw test -Dtest=WorkbookDocsTest,SampleWorkbookTest,EvidenceDocsTest,RetriesPageTest"
          + " -Dpenstock.regenerate=true and look at the difference";

  private Regenerated() {}

  static boolean wanted() {
    return Boolean.getBoolean("penstock.regenerate");
  }

  /** Compares what stands between the markers; writes it instead when regeneration is wanted. */
  public static void check(Path file, String marker, String expected) throws IOException {
    String start = "<!-- " + marker + ": made from the code -->\n";
    String end = "<!-- end of " + marker + " -->";
    String text = Files.readString(file);
    int from = text.indexOf(start) + start.length();
    int to = text.indexOf(end);
    assertThat(to).as("markers of %s in %s", marker, file).isGreaterThanOrEqualTo(from);
    if (wanted()) {
      Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
    } else {
      assertThat(text.substring(from, to)).as(file + " is " + HOW).isEqualTo(expected);
    }
  }
}
