package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.cli.CommandTree;
import dev.penstock.cli.Console;
import dev.penstock.engine.StopSignal;
import dev.penstock.secret.Redactor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * Loads two records from this process into a temporary folder, so that the launcher learns which
 * classes a load wants at hand. No workbook, secret or setting of the user is read.
 */
public final class Rehearsal {
  private static final String RECORDS =
      """
      [{"id": 1, "name": "a", "price": 1.5, "paid": true, "at": "2024-01-02T03:04:05Z",
        "on": "2024-01-02", "in": {"x": null}, "list": [1]},
       {"id": 2, "name": "b", "price": 2.5, "paid": false, "at": "2024-01-02T03:04:05Z",
        "on": "2024-01-02", "in": {"x": 1}, "list": []}]""";

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", Rehearsal::answer);
    api.start();
    Path folder = Files.createTempDirectory("penstock-rehearsal-");
    try {
      Path workbook = folder.resolve("rehearsal.xlsx");
      write(workbook, "http://127.0.0.1:" + api.getAddress().getPort());
      int exitCode = run(folder, workbook);
      if (exitCode != 0) {
        throw new IOException("the rehearsal ended with " + exitCode);
      }
    } finally {
      api.stop(0);
      delete(folder);
    }
  }

  private static int run(Path folder, Path workbook) {
    Redactor redactor = new Redactor();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    Console console = new Console(nowhere, nowhere, redactor::redact, Console.Terminal.PLAIN);
    Clock clock = Clock.systemUTC();
    Wiring wiring = new Wiring(folder, Map.of(), redactor, clock, console::tell);
    return new CommandTree(wiring, console, new StopSignal(), clock, EngineVersion.TEXT)
        .execute("run", "--workbook", workbook.toString());
  }

  private static void write(Path file, String address) throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      Sheet jobs = workbook.createSheet("SourceConfig");
      row(jobs, "source_type", "source_name", "table_name", "load_type", "enabled", "api_endpoint");
      row(jobs, "rest", "rehearsal", "records", "FULL", "Y", "/records");
      Sheet sources = workbook.createSheet("Sources");
      row(sources, "source_name", "source_type", "base_url", "auth_type", "pagination_type");
      row(sources, "rehearsal", "rest", address, "none", "single_page");
      workbook.write(out);
    }
  }

  private static void row(Sheet sheet, String... cells) {
    Row row = sheet.createRow(sheet.getPhysicalNumberOfRows());
    for (int column = 0; column < cells.length; column++) {
      row.createCell(column).setCellValue(cells[column]);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = RECORDS.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
