package dev.penstock.source.jdbc;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.penstock.testing.azure.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The first half of a login to Azure SQL, as TDS 8 has it: TLS, PRELOGIN, LOGIN7, the question for
 * a token. It ends with the token that the driver sends.
 */
final class FedAuthServer implements AutoCloseable {
  private static final int PRELOGIN = 0x12;
  private static final int LOGIN7 = 0x10;
  private static final int FED_AUTH_TOKEN = 0x08;
  private static final int RESPONSE = 0x04;
  private static final int HEADER_BYTES = 8;

  /** Version, encryption not supported beyond TLS around all, federated sign-in required. */
  private static final byte[] PRELOGIN_ANSWER = {
    0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 6, 0, 23, 0, 1, (byte) 0xFF, 16, 0, 0x10, 0, 0, 0, 2, 1
  };

  private final SSLServerSocket listener;
  private final String authority;
  private volatile IOException problem;
  private final CompletableFuture<String> token = new CompletableFuture<>();

  private FedAuthServer(SSLServerSocket listener, String authority) {
    this.listener = listener;
    this.authority = authority;
  }

  /**
   * @param authority where the driver is told to sign in
   */
  static FedAuthServer start(String authority) throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket) TestTls.serverContext().getServerSocketFactory().createServerSocket(0);
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"tds/8.0"});
    listener.setSSLParameters(parameters);
    FedAuthServer server = new FedAuthServer(listener, authority);
    Thread thread = new Thread(server::serve, "fed-auth");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What the driver sent as its token, once it did. */
  CompletableFuture<String> token() {
    return token;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        answer(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
      } catch (IOException e) {
        // The driver gave up and says why in its own words, or the test is over.
        problem = e;
      }
    }
  }

  private void answer(DataInputStream in, OutputStream out) throws IOException {
    message(in, PRELOGIN);
    send(out, PRELOGIN_ANSWER);
    message(in, LOGIN7);
    send(out, question());
    byte[] answer = message(in, FED_AUTH_TOKEN);
    // Two lengths stand before the token.
    token.complete(new String(answer, 8, answer.length - 8, UTF_16LE));
  }

  /** What last went wrong with a connection, for the message of a test that fails. */
  String problem() {
    return String.valueOf(problem);
  }

  /** The FEDAUTHINFO token: where to sign in, and for what. */
  private byte[] question() {
    byte[] sts = authority.getBytes(UTF_16LE);
    byte[] spn = "https://database.windows.net/".getBytes(UTF_16LE);
    int first = 4 + 2 * 9;
    int bytes = first + sts.length + spn.length;
    ByteBuffer buffer = ByteBuffer.allocate(5 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0xEE).putInt(bytes).putInt(2);
    buffer.put((byte) 1).putInt(sts.length).putInt(first);
    buffer.put((byte) 2).putInt(spn.length).putInt(first + sts.length);
    return buffer.put(sts).put(spn).array();
  }

  private static void send(OutputStream out, byte[] body) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + body.length);
    packet.put((byte) RESPONSE).put((byte) 1).putShort((short) (HEADER_BYTES + body.length));
    packet.putInt(0).put(body);
    out.write(packet.array());
    out.flush();
  }

  private static byte[] message(DataInputStream in, int type) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean last = false;
    while (!last) {
      int found = in.readUnsignedByte();
      if (found != type) {
        throw new IOException("packet type " + found + " in place of " + type);
      }
      last = (in.readUnsignedByte() & 1) == 1;
      int length = in.readUnsignedShort();
      in.readInt();
      body.write(in.readNBytes(length - HEADER_BYTES));
    }
    return body.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
