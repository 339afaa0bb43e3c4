package dev.penstock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.storage.adls.Rehearsal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes of the packaged jar, as Java keeps them for its next start, which then takes a third
 * of the time. Made as the launcher makes its own, but from a whole run, and once for all JVMs of a
 * build; Java does not use one that does not fit, and nothing else changes.
 */
public final class ClassArchive {
  private static final Path ARCHIVE = beside("penstock-it.jsa");
  private static final List<String> DEMO = List.of("ingestion_config.xlsx", "demo_shop.sql");

  private ClassArchive() {}

  /** The jar that the build has packaged. */
  public static Path jar() {
    return Path.of(System.getProperty("penstock.jar")).toAbsolutePath();
  }

  /**
   * What Java is started with, for a class path that begins with {@link #jar}. While another JVM of
   * the build makes the archive, starts of this one do without: to wait would take longer.
   */
  public static synchronized String flag() throws IOException {
    try (FileChannel file =
            FileChannel.open(
                beside("penstock-it.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.tryLock()) {
      if (held != null && isStale()) {
        make();
      }
    }
    return "-XX:SharedArchiveFile=" + ARCHIVE;
  }

  private static boolean isStale() throws IOException {
    return !Files.exists(ARCHIVE)
        || Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(jar())) < 0;
  }

  private static void make() throws IOException {
    Path home = Files.createTempDirectory("archive");
    Files.createDirectory(home.resolve("config"));
    for (String file : DEMO) {
      Files.copy(Path.of("config", file), home.resolve("config").resolve(file));
    }
    String jar = jar().toString();
    Path lake = home.resolve("lake.list");
    Path run = home.resolve("run.list");
    java(home, "-XX:DumpLoadedClassList=" + run, "-jar", jar, "run");
    java(home, "-XX:DumpLoadedClassList=" + lake, "-cp", jar, Rehearsal.class.getName());
    Path names = Files.write(home.resolve("names"), names(run, lake), UTF_8);
    Path archive = home.resolve("it.jsa");
    // G1 alone writes the objects of the JDK into an archive; every collector reads them.
    java(
        home,
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + names,
        "-XX:SharedArchiveFile=" + archive,
        "-XX:+UseG1GC",
        "-cp",
        jar);
    Files.move(archive, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Without their numbers, which each list begins anew, and without what no archive can hold. */
  private static Set<String> names(Path... lists) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (Path list : lists) {
      try (Stream<String> lines = Files.lines(list, UTF_8)) {
        lines
            .filter(line -> !line.startsWith("#") && !line.contains("source:"))
            .map(line -> line.replaceFirst(" id: [0-9]*$", ""))
            .forEach(names::add);
      }
    }
    return names;
  }

  private static void java(Path home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-Xlog:disable"));
    command.addAll(List.of(arguments));
    Process made =
        new PenstockProcess(home)
            .at(new ProcessBuilder(command))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("out.txt").toFile())
            .start();
    int exitCode = made.onExit().join().exitValue();
    if (exitCode != 0) {
      throw new IOException(
          command + " ended with " + exitCode + ": " + Files.readString(home.resolve("out.txt")));
    }
  }

  private static Path beside(String name) {
    return jar().resolveSibling(name);
  }
}
