package dev.penstock.testing.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * A stand-in of Azure Data Lake Storage Gen2 on loopback: the dfs and the blob endpoint of one
 * account at {@code http(s)://127.0.0.1:port/account}. It knows nothing of its callers' process.
 */
public final class AdlsServer implements AutoCloseable {
  public static final String ACCOUNT = "penstocktest";
  public static final String KEY = "cGVuc3RvY2stdGVzdC1rZXktb2YtdGhlLXN0YW5kLWlu";

  private static final Duration STALL = Duration.ofSeconds(30);

  static {
    // Headers and body leave in two writes: without this each small answer waits for an ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** A file as a reader would get it now. */
  public static final class Stored {
    private final byte[] bytes;
    private final Instant modifiedAt;

    Stored(byte[] bytes, Instant modifiedAt) {
      this.bytes = bytes;
      this.modifiedAt = modifiedAt;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public Instant modifiedAt() {
      return modifiedAt;
    }
  }

  /** One request as it came, written down before anything is done about it. */
  public record Seen(String id, String method, Operation operation, String path, String query) {}

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong ids = new AtomicLong();
  private final LakeAccount account;
  private final FaultScript faults = new FaultScript();
  private final AccessRules access = new AccessRules(ACCOUNT, KEY);
  private final Queue<Seen> requests = new ConcurrentLinkedQueue<>();

  private AdlsServer(HttpServer server, String scheme, Optional<Path> folder) {
    this.server = server;
    this.scheme = scheme;
    this.account = new LakeAccount(folder);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts over plain http, files in memory. */
  public static AdlsServer http() {
    try {
      return new AdlsServer(HttpServer.create(loopback(), 0), "http", Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts over plain http, files in this folder. */
  public static AdlsServer http(Path folder) {
    try {
      Files.createDirectories(folder);
      return new AdlsServer(HttpServer.create(loopback(), 0), "http", Optional.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts over https with this certificate, files in memory. */
  public static AdlsServer https(SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new AdlsServer(server, "https", Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The address of the account, for both the dfs and the blob endpoint. */
  public String endpoint() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/" + ACCOUNT;
  }

  /** What goes wrong, by script. */
  public FaultScript faults() {
    return faults;
  }

  /** Who may do what. */
  public AccessRules access() {
    return access;
  }

  /** Makes a container without a request. */
  public void createContainer(String name) {
    account.create(name);
  }

  /** Puts a file as it is, without a request. */
  public void put(String container, String path, byte[] content) {
    try {
      account
          .dfs(container)
          .put(
              path,
              new ByteArrayInputStream(content),
              content.length,
              LakeTree.Conditions.NONE,
              Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every file whose path begins so, by what follows in its path, without a request.
   *
   * @param beginning such as {@code lake/}; none for the whole container
   */
  public Map<String, Stored> files(String container, String beginning) {
    try {
      return account.dfs(container).files(beginning);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes everybody's leases away. */
  public void breakLeases(String container) {
    account.dfs(container).breakLeases();
  }

  /** Lets everybody's leases run out, as a minute without renewal does. */
  public void lapseLeases(String container) {
    account.dfs(container).lapseLeases();
  }

  /** From now on the account has no hierarchical namespace. */
  public void flatNamespace() {
    account.namespace = LakeAccount.Namespace.FLAT;
  }

  /** The most paths that one page of a listing, or one step of a deletion, holds. */
  public void pageSize(int paths) {
    account.pageSize = paths;
  }

  /** How much faster than the clock leases run out; a greater one lets those held lapse. */
  public void leaseTimeScale(double factor) {
    account.timeScale = factor;
  }

  /** Every request so far, in the order of arrival. */
  public List<Seen> requests() {
    return List.copyOf(requests);
  }

  /** What was asked for since the last call, which is forgotten. */
  public List<Operation> takeOperations() {
    List<Operation> taken = new ArrayList<>();
    for (Seen seen = requests.poll(); seen != null; seen = requests.poll()) {
      taken.add(seen.operation());
    }
    return taken;
  }

  public void forgetRequests() {
    requests.clear();
  }

  /** How many requests of this operation came. */
  public long count(Operation operation) {
    return requests.stream().filter(seen -> seen.operation() == operation).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    LakeRequest request = new LakeRequest(exchange);
    String id = new UUID(0, ids.incrementAndGet()).toString();
    requests.add(
        new Seen(id, request.method(), request.operation(), request.path(), request.rawQuery()));
    exchange.getResponseHeaders().set("x-ms-request-id", id);
    Optional<FaultScript.Fault> fault = faults.meet(request);
    fault.ifPresent(met -> await(met.delay));
    FaultScript.Action action = fault.map(met -> met.action).orElse(FaultScript.Action.NONE);
    boolean asked = action == FaultScript.Action.NONE || fault.orElseThrow().applied;
    LakeAnswer answer = asked ? served(request) : LakeAnswer.of(500);
    exchange.getRequestBody().readAllBytes();
    switch (action) {
      case NONE -> send(exchange, answer, answer.length());
      case STATUS -> {
        LakeAnswer refused = Errors.answer(fault.orElseThrow().error, request);
        send(exchange, refused, refused.length());
      }
      case RESET -> exchange.close();
      case STALL -> {
        await(STALL);
        exchange.close();
      }
      case TRUNCATE -> send(exchange, answer, answer.length() / 2);
    }
  }

  private void await(Duration time) {
    try {
      closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A defect of the stand-in must reach the client as such, or a test would wait for it. */
  private LakeAnswer served(LakeRequest request) throws IOException {
    try {
      return answer(request);
    } catch (RuntimeException defect) {
      return LakeAnswer.of(599, "text/plain", "defect of the stand-in: " + defect);
    }
  }

  private LakeAnswer answer(LakeRequest request) throws IOException {
    try {
      access.check(request);
      return request.dfs()
          ? new DfsRequests(account).answer(request)
          : new BlobRequests(account).answer(request);
    } catch (LakeError e) {
      return Errors.answer(e, request);
    } catch (IllegalArgumentException e) {
      return Errors.answer(
          new LakeError(400, "InvalidInput", String.valueOf(e.getMessage())), request);
    }
  }

  private void send(HttpExchange exchange, LakeAnswer answer, long bytes) throws IOException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.getResponseHeaders().set("x-ms-version", "2023-05-03");
    exchange.getResponseHeaders().set("Date", ListingPage.RFC1123.format(access.now()));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(answer.length()));
      exchange.sendResponseHeaders(answer.status(), -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
    if (bytes > 0) {
      OutputStream out = exchange.getResponseBody();
      answer.body().writeTo(out, bytes);
      out.flush();
    }
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * Runs a server of its own until the process ends.
   *
   * @param args where to write the address, the folder for the files, the containers to make
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    AdlsServer started = http(Path.of(args[1]));
    Arrays.stream(args).skip(2).forEach(started::createContainer);
    Files.writeString(Path.of(args[0]), started.endpoint());
    Thread.currentThread().join();
  }
}
