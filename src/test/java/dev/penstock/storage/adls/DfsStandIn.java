package dev.penstock.storage.adls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * As much of a storage account with a hierarchical namespace as the store's requests reach, with
 * faults by script. Checks no signatures.
 */
public final class DfsStandIn implements AutoCloseable {
  /** What happens to one request. */
  public enum Fault {
    RESET_BEFORE,
    RESET_AFTER,
    ERROR_AFTER,
    BAD_GATEWAY,
    BUSY,
    GATEWAY_TIMEOUT,
    REQUEST_TIMEOUT,
    THROTTLED,
    STALL,
    TRUNCATED
  }

  /** An answer instead of the account's own. */
  public record Reply(int status, String code, String message) {}

  private record Struck(String operation, Fault fault, int skip) {}

  private static final class Node {
    private final boolean directory;
    private byte[] content = new byte[0];
    private final TreeMap<Long, byte[]> appended = new TreeMap<>();
    private String etag;
    private Instant modified = Instant.now();
    private String lease = "";
    private Instant leasedUntil = Instant.EPOCH;

    Node(boolean directory, String etag) {
      this.directory = directory;
      this.etag = etag;
    }

    boolean isLeased() {
      return !lease.isEmpty() && Instant.now().isBefore(leasedUntil);
    }
  }

  private static final int PAGE = 5000;

  static {
    // Else each answer waits for the client's delayed acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicBoolean fired = new AtomicBoolean();
  private final Map<String, Reply> replies = new HashMap<>();
  private Optional<Struck> struck = Optional.empty();
  private int seen;
  private long etags;
  private int page = PAGE;

  public DfsStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/acct";
  }

  /** Strikes one request of that kind, after {@code skip} others of it. */
  public synchronized void strike(String operation, Fault fault, int skip) {
    struck = Optional.of(new Struck(operation, fault, skip));
    seen = 0;
    fired.set(false);
  }

  public boolean fired() {
    return fired.get();
  }

  /** Answers every request of that kind so; {@code *} stands for all. */
  public synchronized void answer(String operation, Reply reply) {
    replies.put(operation, reply);
  }

  public synchronized void answerItself() {
    replies.clear();
  }

  public synchronized void listPagesOf(int size) {
    page = size;
  }

  /** The kinds of the requests since the last call. */
  public List<String> requests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  /** Puts a file as it is. */
  public synchronized void put(String path, byte[] content) {
    makeParents(path);
    Node node = new Node(false, nextEtag());
    node.content = content;
    nodes.put(path, node);
  }

  /** Takes everybody's leases away. */
  public synchronized void breakLeases() {
    nodes.values().forEach(node -> node.lease = "");
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Call(
      String operation,
      String path,
      Map<String, String> query,
      HttpExchange exchange,
      byte[] body) {
    String header(String name) {
      return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer of(int status, String... headers) {
      Map<String, String> map = new HashMap<>();
      for (int i = 0; i < headers.length; i += 2) {
        map.put(headers[i], headers[i + 1]);
      }
      return new Answer(status, map, new byte[0]);
    }

    static Answer error(int status, String code) {
      return error(status, code, "said the service");
    }

    static Answer error(int status, String code, String message) {
      return new Answer(
          status,
          new HashMap<>(Map.of("x-ms-error-code", code)),
          ("{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}")
              .getBytes(UTF_8));
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Call call = call(exchange, body);
      requests.add(call.operation());
      Optional<Fault> fault = fault(call.operation());
      if (fault.isPresent()) {
        fired.set(true);
        fail(call, fault.get());
      } else {
        Reply reply = reply(call.operation());
        send(
            call,
            reply == null
                ? answer(call)
                : Answer.error(reply.status(), reply.code(), reply.message()),
            false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Call call, Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case RESET_BEFORE -> {}
      case RESET_AFTER -> answer(call);
      case ERROR_AFTER -> {
        answer(call);
        send(call, Answer.error(500, "InternalError"), false);
      }
      case BAD_GATEWAY -> send(call, Answer.of(502), false);
      case BUSY -> {
        Answer busy = Answer.error(503, "ServerBusy");
        busy.headers().put("Retry-After", "0");
        send(call, busy, false);
      }
      case GATEWAY_TIMEOUT -> send(call, Answer.of(504), false);
      case REQUEST_TIMEOUT -> send(call, Answer.error(408, "OperationTimedOut"), false);
      case THROTTLED -> {
        Answer many = Answer.error(429, "TooManyRequests");
        many.headers().put("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
        send(call, many, false);
      }
      case STALL -> closed.await(30, TimeUnit.SECONDS);
      case TRUNCATED -> send(call, answer(call), true);
    }
  }

  private synchronized Reply reply(String operation) {
    return replies.getOrDefault(operation, replies.get("*"));
  }

  private synchronized Optional<Fault> fault(String operation) {
    if (struck.isEmpty() || !struck.get().operation().equals(operation)) {
      return Optional.empty();
    }
    if (seen++ < struck.get().skip()) {
      return Optional.empty();
    }
    Fault fault = struck.get().fault();
    struck = Optional.empty();
    return Optional.of(fault);
  }

  private Call call(HttpExchange exchange, byte[] body) {
    String raw = exchange.getRequestURI().getRawPath();
    String path = decode(raw.substring("/acct".length())).replaceFirst("^/[^/]+/?", "");
    Map<String, String> query = new HashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return new Call(operation(exchange, query), path, query, exchange, body);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  private static String operation(HttpExchange exchange, Map<String, String> query) {
    String action = query.getOrDefault("action", "");
    return switch (exchange.getRequestMethod()) {
      case "HEAD" -> action.equals("getAccessControl") ? "acl" : "properties";
      case "GET" -> "filesystem".equals(query.get("resource")) ? "list" : "read";
      case "DELETE" -> "delete";
      case "PATCH" ->
          action.equals("append") && "true".equals(query.get("flush")) ? "appendFlush" : action;
      case "PUT" -> {
        if ("lease".equals(query.get("comp"))) {
          yield "lease-" + exchange.getRequestHeaders().getFirst("x-ms-lease-action");
        }
        if (exchange.getRequestHeaders().getFirst("x-ms-rename-source") != null) {
          yield "rename";
        }
        yield "directory".equals(query.get("resource")) ? "mkdir" : "create";
      }
      default -> "unknown";
    };
  }

  private void send(Call call, Answer answer, boolean truncated) throws IOException {
    answer
        .headers()
        .forEach((name, value) -> call.exchange().getResponseHeaders().set(name, value));
    call.exchange().getResponseHeaders().set("x-ms-request-id", "request-1");
    call.exchange().getResponseHeaders().set("x-ms-version", "2023-05-03");
    boolean head = call.exchange().getRequestMethod().equals("HEAD");
    if (head) {
      call.exchange().sendResponseHeaders(answer.status(), -1);
      return;
    }
    byte[] body = answer.body();
    call.exchange().sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      call.exchange().getResponseBody().write(body, 0, truncated ? body.length / 2 : body.length);
    }
  }

  private synchronized Answer answer(Call call) {
    return switch (call.operation()) {
      case "acl" ->
          Answer.of(
              200,
              "x-ms-acl",
              "user::rwx",
              "x-ms-owner",
              "o",
              "x-ms-group",
              "g",
              "x-ms-permissions",
              "rwxr-x---",
              "ETag",
              "\"0\"",
              "Last-Modified",
              date(Instant.now()));
      case "properties" -> properties(call);
      case "list" -> list(call);
      case "read" -> read(call);
      case "delete" -> delete(call);
      case "append", "appendFlush" -> append(call);
      case "flush" -> flush(call);
      case "create" -> create(call, false);
      case "mkdir" -> create(call, true);
      case "rename" -> rename(call);
      case "lease-acquire", "lease-renew", "lease-release" -> lease(call);
      default -> Answer.error(400, "UnsupportedHttpVerb");
    };
  }

  private Answer properties(Call call) {
    Node node = nodes.get(call.path());
    if (node == null) {
      return Answer.error(404, "BlobNotFound");
    }
    Answer answer =
        Answer.of(
            200,
            "ETag",
            node.etag,
            "Last-Modified",
            date(node.modified),
            "x-ms-creation-time",
            date(node.modified),
            "Content-Length",
            Integer.toString(node.content.length));
    if (node.directory) {
      answer.headers().put("x-ms-meta-hdi_isfolder", "true");
    }
    return answer;
  }

  private Answer list(Call call) {
    String directory = call.query().getOrDefault("directory", "");
    if (!directory.isEmpty() && !nodes.containsKey(directory)) {
      return Answer.error(404, "PathNotFound");
    }
    String prefix = directory.isEmpty() ? "" : directory + "/";
    String from = call.query().getOrDefault("continuation", "");
    StringBuilder json = new StringBuilder("{\"paths\":[");
    int count = 0;
    String next = "";
    for (Map.Entry<String, Node> entry : nodes.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (entry.getKey().compareTo(from) < 0) {
        continue;
      }
      if (count == page) {
        next = entry.getKey();
        break;
      }
      Node node = entry.getValue();
      json.append(count++ == 0 ? "" : ",")
          .append("{\"name\":\"")
          .append(entry.getKey())
          .append("\",\"contentLength\":\"")
          .append(node.content.length)
          .append("\",\"etag\":\"x\",\"lastModified\":\"")
          .append(date(node.modified))
          .append(node.directory ? "\",\"isDirectory\":\"true\"}" : "\"}");
    }
    Answer answer = new Answer(200, new HashMap<>(), json.append("]}").toString().getBytes(UTF_8));
    answer.headers().put("Content-Type", "application/json");
    if (!next.isEmpty()) {
      answer.headers().put("x-ms-continuation", next);
    }
    return answer;
  }

  private Answer read(Call call) {
    Node node = nodes.get(call.path());
    if (node == null) {
      return Answer.error(404, "BlobNotFound");
    }
    if (!call.header("If-Match").isEmpty() && !call.header("If-Match").equals(node.etag)) {
      return Answer.error(412, "ConditionNotMet");
    }
    String[] range = call.header("x-ms-range").replace("bytes=", "").split("-", -1);
    int start = Integer.parseInt(range[0]);
    if (start >= node.content.length) {
      return Answer.error(416, "InvalidRange");
    }
    int end = (int) Math.min(Long.parseLong(range[1]) + 1, node.content.length);
    Answer answer = new Answer(206, new HashMap<>(), Arrays.copyOfRange(node.content, start, end));
    answer
        .headers()
        .put("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + node.content.length);
    answer.headers().put("ETag", node.etag);
    answer.headers().put("Last-Modified", date(node.modified));
    return answer;
  }

  private Answer delete(Call call) {
    if (nodes.remove(call.path()) == null) {
      return Answer.error(404, "PathNotFound");
    }
    String prefix = call.path() + "/";
    nodes.keySet().removeIf(name -> name.startsWith(prefix));
    return Answer.of(200);
  }

  private Answer create(Call call, boolean directory) {
    Node old = nodes.get(call.path());
    if (old != null && (call.header("If-None-Match").equals("*") || old.directory)) {
      return Answer.error(409, "PathAlreadyExists");
    }
    makeParents(call.path());
    Node node = new Node(directory, nextEtag());
    nodes.put(call.path(), node);
    return Answer.of(201, "ETag", node.etag, "Last-Modified", date(node.modified));
  }

  private Answer append(Call call) {
    Node node = nodes.get(call.path());
    if (node == null) {
      return Answer.error(404, "PathNotFound");
    }
    long position = Long.parseLong(call.query().get("position"));
    if (position < node.content.length) {
      return Answer.error(400, "InvalidFlushPosition");
    }
    node.appended.put(position, call.body());
    if (!call.operation().equals("appendFlush")) {
      return Answer.of(202, "x-ms-request-server-encrypted", "true");
    }
    return commit(node, position + call.body().length, 202);
  }

  private Answer flush(Call call) {
    Node node = nodes.get(call.path());
    return node == null
        ? Answer.error(404, "PathNotFound")
        : commit(node, Long.parseLong(call.query().get("position")), 200);
  }

  private Answer commit(Node node, long length, int status) {
    byte[] whole = Arrays.copyOf(node.content, (int) length);
    long at = node.content.length;
    for (Map.Entry<Long, byte[]> part : node.appended.entrySet()) {
      if (part.getKey() != at) {
        return Answer.error(400, "InvalidFlushPosition");
      }
      System.arraycopy(part.getValue(), 0, whole, (int) at, part.getValue().length);
      at += part.getValue().length;
    }
    if (at != length || node.appended.isEmpty()) {
      return Answer.error(400, "InvalidFlushPosition");
    }
    node.content = whole;
    node.appended.clear();
    node.etag = nextEtag();
    node.modified = Instant.now();
    return Answer.of(status, "ETag", node.etag, "Last-Modified", date(node.modified));
  }

  private Answer rename(Call call) {
    String source =
        decode(call.header("x-ms-rename-source").replaceFirst("\\?.*$", ""))
            .replaceFirst("^/[^/]+/", "");
    Node node = nodes.get(source);
    if (node == null) {
      return Answer.error(404, "SourcePathNotFound");
    }
    int slash = call.path().lastIndexOf('/');
    if (slash >= 0 && !nodes.containsKey(call.path().substring(0, slash))) {
      return Answer.error(404, "RenameDestinationParentPathNotFound");
    }
    if (nodes.containsKey(call.path()) && call.header("If-None-Match").equals("*")) {
      return Answer.error(409, "PathAlreadyExists");
    }
    nodes.remove(source);
    nodes.put(call.path(), node);
    return Answer.of(201, "ETag", node.etag, "Last-Modified", date(node.modified));
  }

  private Answer lease(Call call) {
    Node node = nodes.get(call.path());
    if (node == null) {
      return Answer.error(404, "BlobNotFound");
    }
    String id = call.header("x-ms-lease-id");
    switch (call.operation()) {
      case "lease-acquire" -> {
        id = call.header("x-ms-proposed-lease-id");
        if (node.isLeased() && !node.lease.equals(id)) {
          return Answer.error(409, "LeaseAlreadyPresent");
        }
        node.lease = id;
        node.leasedUntil =
            Instant.now().plusSeconds(Long.parseLong(call.header("x-ms-lease-duration")));
        return Answer.of(
            201, "x-ms-lease-id", id, "ETag", node.etag, "Last-Modified", date(node.modified));
      }
      case "lease-renew" -> {
        if (!node.lease.equals(id)) {
          return Answer.error(409, "LeaseIdMismatchWithLeaseOperation");
        }
        return Answer.of(
            200, "x-ms-lease-id", id, "ETag", node.etag, "Last-Modified", date(node.modified));
      }
      default -> {
        if (!node.lease.equals(id)) {
          return Answer.error(409, "LeaseIdMismatchWithLeaseOperation");
        }
        node.lease = "";
        return Answer.of(200, "ETag", node.etag, "Last-Modified", date(node.modified));
      }
    }
  }

  private void makeParents(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      nodes.computeIfAbsent(path.substring(0, slash), name -> new Node(true, nextEtag()));
    }
  }

  private String nextEtag() {
    return "\"0x" + Long.toHexString(++etags) + "\"";
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
  }
}
