package dev.penstock.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real Spark, in a JVM of its own with the class path that the profile {@code spark} wrote, so
 * that nothing of it meets what Penstock is made of. One for all tests of a JVM, started at first
 * use.
 */
public final class Spark {
  /** Where the profile puts the class path. */
  private static final String PROPERTY = "penstock.spark.classpath";

  private static final Path PROGRAM = Path.of("src", "test", "spark", "SparkAnswers.java");
  private static final Path FOLDER = Path.of("target", "spark").toAbsolutePath();
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Spark started;

  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final String version;

  private Spark(Process process) throws IOException {
    questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    version = JSON.readTree(answer()).get("version").asText();
  }

  /**
   * What Spark said to a question.
   *
   * @param schema of the files, as DDL; empty when it could not find one
   * @param rows each as its columns' texts joined by {@code |}; NULL as {@code null}
   * @param failure the messages of an exception and its causes; empty when it answered
   */
  public record Answer(String schema, List<String> rows, Optional<String> failure) {
    public Answer {
      rows = List.copyOf(rows);
    }
  }

  static Optional<Path> classPath() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).filter(Files::exists);
  }

  public static synchronized Spark get() {
    if (started == null) {
      try {
        started = new Spark(start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return started;
  }

  private static Process start() throws IOException {
    Files.createDirectories(FOLDER);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", Files.readString(classPath().orElseThrow()).strip()));
    command.addAll(List.of(PROGRAM.toAbsolutePath().toString(), FOLDER.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(FOLDER.resolve("spark.log").toFile()).start();
    // It ends by itself as well, when nobody asks any more.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process;
  }

  /** Such as {@code 4.2.0}. */
  public String version() {
    return version;
  }

  /**
   * Reads Parquet files and asks a question.
   *
   * @param files a folder, or a pattern
   * @param options of the reader
   * @param like a file whose schema all are read by; without one Spark finds it in the files
   * @param query over the table {@code files}
   */
  public synchronized Answer ask(
      String files, Map<String, String> options, Optional<String> like, String query) {
    ObjectNode question = JSON.createObjectNode();
    question.put("files", files).put("query", query);
    ObjectNode given = question.putObject("options");
    options.forEach(given::put);
    like.ifPresent(file -> question.put("like", file));
    try {
      questions.write(question.toString());
      questions.newLine();
      questions.flush();
      return answer(JSON.readTree(answer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Spark ended; " + FOLDER.resolve("spark.log") + " says why");
    }
    return line;
  }

  private static Answer answer(JsonNode said) {
    List<String> rows = new ArrayList<>();
    said.path("rows").forEach(row -> rows.add(row.asText()));
    return new Answer(
        said.path("schema").asText(""),
        rows,
        Optional.ofNullable(said.get("failure")).map(JsonNode::asText));
  }
}
