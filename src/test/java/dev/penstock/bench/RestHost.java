package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the records page by page until its input ends. All pages are made beforehand and lie in
 * memory, so that serving them costs little; connections stay open, and nothing is packed.
 */
final class RestHost {
  static final String PATH = "/v1/orders";

  private static final Pattern PAGE = Pattern.compile("(?:^|&)page=(\\d{1,9})(?:&|$)");

  private RestHost() {}

  /**
   * @param arguments how many records there are
   */
  public static void main(String[] arguments) throws IOException {
    // Headers and body are two writes, of which the second would wait for an answer to the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    RestRecords records = new RestRecords(Integer.parseInt(arguments[0]));
    byte[][] pages = new byte[records.pages()][];
    long bytes = 0;
    for (int i = 0; i < pages.length; i++) {
      pages[i] = records.page();
      bytes += pages[i].length;
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext(PATH, exchange -> answer(exchange, pages));
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    System.out.println(bytes);
    System.out.print(records.figureLines());
    System.out.println();
    System.in.readAllBytes();
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, byte[][] pages) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    Matcher page = PAGE.matcher(query == null ? "" : query);
    int number = page.find() ? Integer.parseInt(page.group(1)) : 1;
    boolean there = number >= 1 && number <= pages.length;
    byte[] body = there ? pages[number - 1] : "{\"data\":[]}".getBytes(UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
