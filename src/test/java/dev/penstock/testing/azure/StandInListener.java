package dev.penstock.testing.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A port of this machine that answers requests, keeps them, and fails by script. */
final class StandInListener implements AutoCloseable {
  static {
    // Without it each answer waits for a delayed acknowledgement, about 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<StandInRequest> requests = new CopyOnWriteArrayList<>();
  private final Faults faults = new Faults();
  private final Function<StandInRequest, StandInAnswer> service;

  private StandInListener(HttpServer server, Function<StandInRequest, StandInAnswer> service) {
    this.server = server;
    this.service = service;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "stand-in");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static StandInListener http(Function<StandInRequest, StandInAnswer> service) {
    try {
      return new StandInListener(HttpServer.create(anyPort(), 0), service);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StandInListener https(Function<StandInRequest, StandInAnswer> service) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(TestTls.serverContext()));
      return new StandInListener(server, service);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** All requests so far, the struck ones too. */
  List<StandInRequest> requests() {
    return List.copyOf(requests);
  }

  void forgetRequests() {
    requests.clear();
  }

  Faults faults() {
    return faults;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      StandInRequest request = request(exchange);
      requests.add(request);
      Optional<StandInAnswer> answer = answer(request);
      if (answer.isPresent()) {
        send(exchange, answer.get());
      }
    }
  }

  private Optional<StandInAnswer> answer(StandInRequest request) {
    Optional<Faults.Strike> strike = faults.next(request);
    return strike.isEmpty() ? Optional.of(served(request)) : struck(request, strike.get());
  }

  private Optional<StandInAnswer> struck(StandInRequest request, Faults.Strike strike) {
    return switch (strike.kind()) {
      case ANSWER -> strike.answer();
      case DELAY -> {
        awaitOrClose(strike);
        yield Optional.of(served(request));
      }
      case DROP -> Optional.empty();
      case APPLY_AND_DROP -> {
        served(request);
        yield Optional.empty();
      }
    };
  }

  /** A defect of the stand-in must reach the client as such, or a test would wait for it. */
  private StandInAnswer served(StandInRequest request) {
    try {
      return service.apply(request);
    } catch (RuntimeException defect) {
      return StandInAnswer.text(599, "text/plain", "defect of the stand-in: " + defect);
    }
  }

  private void awaitOrClose(Faults.Strike strike) {
    try {
      closed.await(strike.delay().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StandInRequest request(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    return new StandInRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        StandInRequest.pairs(query == null ? "" : query),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, StandInAnswer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
