package dev.penstock.storage.adls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * HTTP/1.1 on blocking sockets, for a stand-in that answers every request: it takes a third of the
 * time of the JDK's client, which runs use, and tests of connections that break. Of answers it
 * knows what the stand-in of Azure sends. Safe for use by several threads.
 */
final class PlainHttp implements HttpClient {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Map<String, Deque<Line>> idle = new HashMap<>();

  /** A connection that is kept open. */
  private record Line(Socket socket, InputStream in) {
    static Line to(URL url) throws IOException {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), TIMEOUT_MILLIS);
      return new Line(socket, new BufferedInputStream(socket.getInputStream()));
    }
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    URL url = request.getUrl();
    try {
      Optional<Line> kept = take(url.getAuthority());
      Line line = kept.isPresent() ? kept.get() : Line.to(url);
      line.socket.getOutputStream().write(bytes(request));
      Answered answer = answer(request, line.in);
      give(url.getAuthority(), line);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Optional<Line> take(String where) {
    return Optional.ofNullable(idle.get(where)).map(Deque::pollFirst);
  }

  private synchronized void give(String where, Line line) {
    idle.computeIfAbsent(where, any -> new ArrayDeque<>()).addFirst(line);
  }

  private static byte[] bytes(HttpRequest request) {
    BinaryData data = request.getBodyAsBinaryData();
    byte[] body = data == null ? new byte[0] : data.toBytes();
    StringBuilder head = new StringBuilder(request.getHttpMethod().toString());
    head.append(' ').append(request.getUrl().getFile()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(request.getUrl().getAuthority()).append("\r\n");
    for (HttpHeader header : request.getHeaders()) {
      if (!header.getName().equalsIgnoreCase("Content-Length")) {
        head.append(header.getName()).append(": ").append(header.getValue()).append("\r\n");
      }
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] first = head.toString().getBytes(ISO_8859_1);
    return ByteBuffer.allocate(first.length + body.length).put(first).put(body).array();
  }

  private static Answered answer(HttpRequest request, InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ", 3)[1]);
    HttpHeaders headers = new HttpHeaders();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.add(
          HttpHeaderName.fromString(line.substring(0, colon)), line.substring(colon + 1).strip());
    }
    String length = headers.getValue(HttpHeaderName.CONTENT_LENGTH);
    boolean bare = request.getHttpMethod() == HttpMethod.HEAD || length == null;
    int size = bare ? 0 : Integer.parseInt(length);
    byte[] body = in.readNBytes(size);
    if (body.length < size) {
      throw new EOFException("the answer ends after " + body.length + " of " + size + " bytes");
    }
    return new Answered(request, status, headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static final class Answered extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answered(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
      super(request);
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(ByteBuffer.wrap(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body, charset));
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
      return BinaryData.fromBytes(body);
    }
  }
}
