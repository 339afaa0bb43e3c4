package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bill of materials, target/bom.json, against the jar that was made with it. */
final class SbomIT {
  private static final Path JAR = Path.of(System.getProperty("penstock.jar"));
  private static List<Component> components;

  /** A library of the bill. */
  private record Component(String group, String name, String version, String purl) {
    String file() {
      return name + "-" + version + ".jar";
    }

    String path() {
      return group.replace('.', '/') + "/" + name + "/" + version + "/" + file();
    }
  }

  /** Maven leaves the bill out where it works offline. */
  private static JsonNode bill() {
    boolean offline = System.getProperty("penstock.offline", "").endsWith("=true");
    Assumptions.assumeTrue(
        !offline || Files.exists(JAR.resolveSibling("bom.json")),
        "without a network, Maven makes no target/bom.json");
    return json(JAR.resolveSibling("bom.json"));
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void readTheBill() {
    components = new ArrayList<>();
    for (JsonNode component : bill().path("components")) {
      components.add(
          new Component(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText(),
              component.path("purl").asText()));
    }
  }

  /** By name and checksum, so that a class of another version would not do. */
  @Test
  @Secures(Measure.SUPPLY_CHAIN)
  void everyClassOfTheJarComesFromALibraryOfTheBillAndEveryLibraryIsInTheJar() throws IOException {
    Map<String, Set<String>> owners = new HashMap<>();
    for (Component component : components) {
      for (String entry : classes(library(component))) {
        owners.computeIfAbsent(entry, any -> new HashSet<>()).add(component.purl());
      }
    }
    Set<String> used = new HashSet<>();
    List<String> strangers = new ArrayList<>();
    for (String entry : classes(JAR)) {
      if (!entry.startsWith("dev/penstock/")) {
        Set<String> owner = owners.getOrDefault(entry, Set.of());
        used.addAll(owner);
        if (owner.isEmpty()) {
          strangers.add(entry);
        }
      }
    }

    assertThat(components).hasSizeGreaterThan(50);
    assertThat(strangers).isEmpty();
    assertThat(components).map(Component::purl).filteredOn(purl -> !used.contains(purl)).isEmpty();
  }

  private static Path library(Component component) {
    return classPath().stream()
        .filter(jar -> jar.replace('\\', '/').endsWith("/" + component.path()))
        .map(Path::of)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(component.purl() + " is not what the tests ran with"));
  }

  private static List<String> classPath() {
    String own = System.getProperty("java.class.path");
    String path = System.getProperty("surefire.test.class.path", own);
    return Arrays.asList(path.split(java.io.File.pathSeparator, -1));
  }

  private static Set<String> classes(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> found = new TreeSet<>();
      zip.stream()
          .filter(entry -> entry.getName().endsWith(".class"))
          .filter(entry -> !entry.getName().endsWith("module-info.class"))
          .map(SbomIT::fingerprint)
          .forEach(found::add);
      return found;
    }
  }

  private static String fingerprint(ZipEntry entry) {
    return entry.getName() + " " + Long.toHexString(entry.getCrc());
  }

  /** The first versions without the holes that docs/security.md knows of; - where none may be. */
  @ParameterizedTest
  @CsvSource({
    "org.postgresql:postgresql, 42.7.12",
    "com.microsoft.sqlserver:mssql-jdbc, 13.2.1",
    "com.fasterxml.jackson.core:jackson-core, 2.22.4",
    "com.fasterxml.jackson.core:jackson-databind, 2.22.4",
    "org.apache.poi:poi, 5.4.0",
    "org.apache.poi:poi-ooxml, 5.4.0",
    "org.apache.commons:commons-compress, 1.26.0",
    "org.apache.commons:commons-lang3, 3.18.0",
    "commons-io:commons-io, 2.14.0",
    "commons-beanutils:commons-beanutils, 1.11.0",
    "org.apache.parquet:parquet-avro, 1.15.2",
    "org.apache.avro:avro, 1.12.1",
    "org.apache.logging.log4j:log4j-core, 2.25.4",
    "io.netty:netty-handler, 4.1.133"
  })
  @Secures(Measure.SUPPLY_CHAIN)
  void noLibraryIsOlderThanItsFloor(String library, String floor) {
    assertThat(components)
        .filteredOn(component -> library.equals(component.group() + ":" + component.name()))
        .allSatisfy(
            component ->
                assertThat(Arrays.compare(numbers(component.version()), numbers(floor)))
                    .as("%s is older than %s", component.purl(), floor)
                    .isNotNegative());
  }

  /** What a floor speaks of is mostly there; the rest must stay away. */
  @Test
  @Secures(Measure.SUPPLY_CHAIN)
  void whatIsNotNeededIsNotThere() {
    assertThat(components)
        .map(component -> component.group() + ":" + component.name())
        .contains("org.postgresql:postgresql", "com.fasterxml.jackson.core:jackson-core")
        .doesNotContain(
            "org.apache.parquet:parquet-avro",
            "org.apache.avro:avro",
            "org.apache.logging.log4j:log4j-core",
            "commons-beanutils:commons-beanutils")
        .noneMatch(name -> name.startsWith("io.netty:"));
  }

  @Test
  void findsADowngrade() {
    assertThat(Arrays.compare(numbers("42.7.9"), numbers("42.7.12"))).isNegative();
    assertThat(Arrays.compare(numbers("13.6.2.jre11"), numbers("13.2.1"))).isPositive();
    assertThat(Arrays.compare(numbers("2.22"), numbers("2.22.4"))).isNegative();
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("[.-]", -1))
        .takeWhile(part -> part.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Test
  @Secures(Measure.SUPPLY_CHAIN)
  void whatScannersMisreadIsWrittenDownForLibrariesThatAreThere() throws IOException {
    Path file = Path.of("docs/vex.openvex.json");
    assertThat(Files.readString(file)).doesNotContain("TODO");
    Set<String> known = new HashSet<>();
    components.forEach(component -> known.add(component.purl().replaceAll("\\?.*", "")));

    JsonNode statements = json(file).path("statements");

    assertThat(statements).isNotEmpty();
    for (JsonNode statement : statements) {
      assertThat(statement.path("vulnerability").path("name").asText()).matches("CVE-\\d{4}-\\d+");
      for (JsonNode part : statement.path("products").path(0).path("subcomponents")) {
        assertThat(known).contains(part.path("@id").asText());
      }
    }
  }
}
