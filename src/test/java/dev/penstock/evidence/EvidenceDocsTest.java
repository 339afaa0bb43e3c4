package dev.penstock.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.workbook.Regenerated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages say which test shows what, and nothing is left without one. */
final class EvidenceDocsTest {
  private static final List<Method> TESTS = tests();

  @Test
  void everyBadInputThatCanHappenHasATest() throws IOException {
    Map<Input, List<String>> rows = badInputs();
    assertThat(Input.values())
        .filteredOn(input -> input.group.comesWith().isEmpty())
        .allSatisfy(input -> assertThat(rows).as(input.words).containsKey(input));
    StringBuilder page = new StringBuilder();
    for (Input.Group group : Input.Group.values()) {
      page.append("\n## ").append(group.title).append('\n');
      group.comesWith().ifPresent(what -> page.append("With ").append(what).append(".\n"));
      page.append("\n| Input | What comes of it | Test |\n| --- | --- | --- |\n");
      for (Input input : Input.values()) {
        if (input.group == group) {
          rows.getOrDefault(input, List.of(cells(input.words, "", ""))).forEach(page::append);
        }
      }
    }
    Regenerated.check(Path.of("docs/bad-inputs.md"), "bad inputs", page.toString());
  }

  @Test
  void everyMeasureAgainstAThreatThatExistsHasATest() throws IOException {
    Map<Measure, List<String>> proofs = new EnumMap<>(Measure.class);
    for (Method test : TESTS) {
      Secures secures = test.getAnnotation(Secures.class);
      for (Measure measure : secures == null ? new Measure[0] : secures.value()) {
        proofs.computeIfAbsent(measure, any -> new ArrayList<>()).add(name(test));
      }
    }
    StringBuilder table =
        new StringBuilder("| Threat | Measure | Shown by |\n| --- | --- | --- |\n");
    for (Measure measure : Measure.values()) {
      String proof =
          measure
              .comesWith()
              .map(what -> "comes with " + what)
              .orElseGet(() -> String.join("<br>", proofs.getOrDefault(measure, List.of())));
      assertThat(proof).as(measure.threat).isNotEmpty();
      table.append(cells(measure.threat, escaped(measure.words), proof));
    }
    Regenerated.check(Path.of("docs/security.md"), "measures", table.toString());
  }

  private static Map<Input, List<String>> badInputs() {
    Map<Input, List<String>> rows = new EnumMap<>(Input.class);
    for (Method test : TESTS) {
      for (BadInput shown : test.getAnnotationsByType(BadInput.class)) {
        assertThat(shown.says() + shown.taken()).as(test.toString()).isNotEmpty();
        List<String> said = rows.computeIfAbsent(shown.value(), any -> new ArrayList<>());
        String input = said.isEmpty() ? shown.value().words : "";
        said.add(cells(input, outcome(shown), name(test)));
      }
    }
    return rows;
  }

  private static String outcome(BadInput shown) {
    String said =
        shown
            .says()
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> "`" + line.strip() + "`")
            .collect(Collectors.joining("<br>"));
    String between = said.isEmpty() || shown.taken().isEmpty() ? "" : "<br>";
    return (said + between + escaped(shown.taken())).replace("|", "\\|");
  }

  private static String escaped(String words) {
    return words.replace("*", "\\*");
  }

  private static String cells(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }

  /**
   * Every annotated method of the tests, in the order of their names. Looked for in the bytes of
   * the classes, as to analyse all of them takes seconds.
   */
  private static List<Method> tests() {
    try {
      Path classes =
          Path.of(
              EvidenceDocsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(classes)) {
        return files
            .filter(file -> file.toString().endsWith(".class") && mayBeAnnotated(file))
            .map(file -> load(classes.relativize(file).toString()))
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(EvidenceDocsTest::isEvidence)
            .sorted(Comparator.comparing(EvidenceDocsTest::name))
            .toList();
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean mayBeAnnotated(Path file) {
    try {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      return bytes.contains(BadInput.class.descriptorString().replace(";", ""))
          || bytes.contains(Secures.class.descriptorString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replaceAll("[/\\\\]", ".");
    try {
      return Class.forName(name, false, EvidenceDocsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isEvidence(Method method) {
    return method.isAnnotationPresent(BadInput.class)
        || method.isAnnotationPresent(BadInput.Several.class)
        || method.isAnnotationPresent(Secures.class);
  }
}
