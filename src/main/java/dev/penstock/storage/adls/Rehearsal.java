package dev.penstock.storage.adls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.identity.AzureHttp;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.StorageWriter.Lock;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Makes each kind of request to a lake once, so that the launcher learns which classes a start
 * wants at hand. The lake is this process: whatever it is asked, it says yes, and it keeps nothing.
 */
public final class Rehearsal {
  private static final String ACCOUNT = "rehearsal";
  private static final String FILE_TIME = "Thu, 01 Jan 1970 00:00:00 GMT";
  private static final String LISTING =
      "{\"paths\":[{\"name\":\"a/b\",\"contentLength\":\"2\",\"etag\":\"0x1\",\"lastModified\":\""
          + FILE_TIME
          + "\"}]}";

  /** Nobody waits for a rehearsal that goes wrong. */
  private static final AdlsLimits HASTE =
      new AdlsLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          1,
          Duration.ofSeconds(20),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          AdlsLimits.DEFAULT.leaseDuration(),
          AdlsLimits.DEFAULT.leaseRenewal(),
          AdlsLimits.DEFAULT.blockBytes(),
          AdlsLimits.DEFAULT.blocksInFlight());

  /** What the answers to all kinds of requests carry. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "ETag", "\"0x1\"",
          "Last-Modified", FILE_TIME,
          "Content-Range", "bytes 0-1/2",
          "x-ms-creation-time", FILE_TIME,
          "x-ms-owner", ACCOUNT,
          "x-ms-group", ACCOUNT,
          "x-ms-permissions", "rwxr-x---",
          "x-ms-acl", "user::rwx,group::r-x,other::---",
          "x-ms-lease-id", "00000000-0000-0000-0000-000000000000");

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer lake =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lake.createContext("/", Rehearsal::agree);
    lake.start();
    try {
      play("http://127.0.0.1:%d/%s".formatted(lake.getAddress().getPort(), ACCOUNT));
    } finally {
      lake.stop(0);
    }
  }

  private static void play(String endpoint) throws IOException {
    AdlsAddress address =
        new AdlsAddress(URI.create(endpoint), ACCOUNT, "container", StoragePath.ROOT);
    AdlsAccess access = new AdlsAccess.AccountKey(ACCOUNT, new Secret("cmVoZWFyc2Fs", ACCOUNT));
    try (AdlsContainers containers =
        new AdlsContainers(address, access, AzureHttp.client(Map.of()), HASTE)) {
      play(containers.place(Optional.empty()).storage());
    }
  }

  private static void play(Storage storage) throws IOException {
    StoragePath file = new StoragePath("a/b");
    byte[] large = new byte[AdlsLimits.DEFAULT.blockBytes() + 1];
    try (Upload upload = storage.create(file)) {
      upload.write(large, 0, large.length);
      upload.complete();
    }
    storage.putIfAbsent(file, new byte[2]);
    storage.move(file, new StoragePath("a/c"));
    storage.find(file);
    storage.list(file.parent());
    try (InputStream in = storage.open(file, 0).orElseThrow()) {
      in.readAllBytes();
    }
    storage.lock(file).ifPresent(Lock::close);
    storage.delete(file);
  }

  private static void agree(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      switch (exchange.getRequestMethod()) {
        case "GET" -> {
          boolean listing = query.contains("resource=filesystem");
          give(exchange, listing ? 200 : 206, listing ? LISTING : "ab");
        }
        case "PUT" -> exchange.sendResponseHeaders(201, -1);
        case "PATCH" ->
            exchange.sendResponseHeaders(query.contains("action=append") ? 202 : 200, -1);
        default -> exchange.sendResponseHeaders(200, -1);
      }
    }
  }

  private static void give(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
