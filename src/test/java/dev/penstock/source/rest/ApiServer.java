package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An API on a real socket that keeps what it was asked. */
public final class ApiServer implements AutoCloseable {
  private final HttpServer server;
  private final String place;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** A request. */
  public record Asked(
      String method, String path, Map<String, String> query, Headers headers, String body) {
    public String header(String name) {
      String value = headers.getFirst(name);
      return value == null ? "" : value;
    }

    public String param(String name) {
      return query.getOrDefault(name, "");
    }

    public int number(String name, int otherwise) {
      return query.containsKey(name) ? Integer.parseInt(query.get(name)) : otherwise;
    }
  }

  /** An answer. */
  public static final class Reply {
    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;
    private final int sent;

    Reply(int status, byte[] body, Map<String, String> headers) {
      this(status, body, headers, body.length);
    }

    private Reply(int status, byte[] body, Map<String, String> headers, int sent) {
      this.status = status;
      this.body = body;
      this.headers = Map.copyOf(headers);
      this.sent = sent;
    }

    public static Reply json(String json) {
      return new Reply(200, json.getBytes(UTF_8), Map.of("Content-Type", "application/json"));
    }

    public static Reply status(int status, String body) {
      return new Reply(status, body.getBytes(UTF_8), Map.of("Content-Type", "application/json"));
    }

    public Reply with(String name, String value) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put(name, value);
      return new Reply(status, body, all, sent);
    }

    /**
     * Breaks off within the body.
     *
     * @param share of the body that is sent, below 1
     */
    Reply cutAt(double share) {
      return new Reply(status, body, headers, (int) (body.length * share));
    }
  }

  public ApiServer(Function<Asked, Reply> answer) {
    this(answer, plain(), "http://127.0.0.1:");
  }

  /**
   * @param configurator says how it speaks TLS
   */
  static ApiServer secure(Function<Asked, Reply> answer, HttpsConfigurator configurator) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(configurator);
      return new ApiServer(answer, server, "https://localhost:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer plain() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ApiServer(Function<Asked, Reply> answer, HttpServer server, String place) {
    this.server = server;
    this.place = place;
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Asked request = request(exchange);
            asked.add(request);
            send(exchange, answer.apply(request));
          }
        });
    server.start();
  }

  private static Asked request(HttpExchange exchange) throws IOException {
    Map<String, String> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query.merge(
          URLDecoder.decode(pair[0], UTF_8),
          pair.length > 1 ? URLDecoder.decode(pair[1], UTF_8) : "",
          (one, other) -> one + "," + other);
    }
    return new Asked(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query,
        exchange.getRequestHeaders(),
        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    int length = reply.body.length;
    exchange.sendResponseHeaders(reply.status, length == 0 ? -1 : length);
    exchange.getResponseBody().write(reply.body, 0, reply.sent);
  }

  public String url() {
    return place + server.getAddress().getPort();
  }

  /** Everything that was asked, in its order. */
  public List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
