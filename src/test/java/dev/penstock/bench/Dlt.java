package dev.penstock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * dlt in a Python of the bench's own.
 *
 * @param python that has it
 */
record Dlt(Path python) {
  private static final String VERSION = "1.31.0";

  /** Installs it unless it is there; empty, and a line says why, where that cannot be. */
  static Optional<Dlt> installed(Places places) {
    Path folder = places.work().resolve("dlt-" + VERSION);
    Dlt dlt = new Dlt(folder.resolve("bin/python"));
    Path done = folder.resolve("installed");
    if (Files.exists(done)) {
      return Optional.of(dlt);
    }
    try {
      run(places, Command.of("python3", "-m", "venv", folder.toString()));
      run(
          places,
          Command.of(
              dlt.python().toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "dlt[parquet]==" + VERSION));
      Files.createFile(done);
      return Optional.of(dlt);
    } catch (BenchException | IOException e) {
      System.err.printf(
          "dlt %s cannot be installed, so dlt-rest is left out: %s has the reason%n",
          VERSION, places.log("dlt"));
      return Optional.empty();
    }
  }

  private static void run(Places places, Command command) {
    command.measure(places.work(), places.log("dlt"));
  }

  static String version() {
    return VERSION;
  }

  /** Loads all records of an API into Parquet files below a folder. */
  Command load(Places places, String url, Path folder) {
    return new Command(
        java.util.List.of(
            python.toString(),
            places.repository().resolve("bench/dlt_rest.py").toString(),
            url,
            folder.toString()),
        Map.of());
  }
}
