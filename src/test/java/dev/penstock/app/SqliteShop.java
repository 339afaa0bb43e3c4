package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.Sheets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with a workbook and a SQLite database, and commands run in it by this process. */
final class SqliteShop {
  private final Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  SqliteShop(Path home) {
    this.home = home;
  }

  /** Writes a workbook in which this database is the source {@code shop}. */
  void write(Sheets jobs) throws IOException {
    jobs.row("Sources", "source_name", "shop", "path", home.resolve("shop.db").toString())
        .write(home.resolve("config/ingestion_config.xlsx"));
  }

  /** What the last command said beside its results. */
  String said() {
    return err.toString(UTF_8);
  }

  /** Runs a command; returns what it printed. */
  String run(int exitCode, String... arguments) {
    out.reset();
    err.reset();
    Redactor redactor = new Redactor();
    Clock clock = Clock.systemUTC();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            redactor::redact,
            Console.Terminal.PLAIN);
    Wiring wiring = new Wiring(home, Map.of(), redactor, clock, console::tell);
    int code =
        new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
            .execute(arguments);
    assertThat(code).as(out.toString(UTF_8) + err.toString(UTF_8)).isEqualTo(exitCode);
    return out.toString(UTF_8);
  }

  /** The column id of a table that was loaded, in order. */
  List<String> ids(String table) throws IOException, SQLException {
    String files =
        String.join(", ", parquet(table).stream().map(file -> "'" + file + "'").toList());
    return DuckDb.rows("select id from read_parquet([" + files + "]) order by id");
  }

  List<Path> parquet(String table) throws IOException {
    Path folder = home.resolve("data").resolve(table);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("shop.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
