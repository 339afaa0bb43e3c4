package dev.penstock.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener of Oracle as far as the first packet: it reads what a client asks for and refuses,
 * hangs up or says nothing. What is behind the login nobody outside Oracle speaks.
 */
public final class TnsStandIn implements AutoCloseable {
  /** What is kept of a connection that begins with TLS. */
  public static final String TLS = "TLS";

  private static final int TLS_HANDSHAKE = 22;
  private static final int HEADER = 8;
  private static final byte REFUSE = 4;

  private final ServerSocket server;
  private final Answer answer;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** What the listener does with a connection. */
  @FunctionalInterface
  private interface Answer {
    void to(Socket client) throws IOException;
  }

  private TnsStandIn(Answer answer) {
    this.answer = answer;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "tns-stand-in");
    thread.setDaemon(true);
    thread.start();
  }

  /** Refuses with an error of the network, such as 12514. */
  public static TnsStandIn refusing(int error) {
    return new TnsStandIn(client -> client.getOutputStream().write(refusal(error)));
  }

  public static TnsStandIn hangingUp() {
    return new TnsStandIn(Socket::close);
  }

  public static TnsStandIn silent() {
    return new TnsStandIn(client -> {});
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The connect data of each connection so far, without blanks. */
  public List<String> asked() {
    return asked;
  }

  private void serve() {
    while (!server.isClosed()) {
      serveOne();
    }
  }

  private void serveOne() {
    try {
      Socket client = server.accept();
      open.add(client);
      asked.add(connectData(new DataInputStream(new BufferedInputStream(client.getInputStream()))));
      answer.to(client);
    } catch (IOException e) {
      // The test is over, or the client has gone; the next one is waited for.
      return;
    }
  }

  /** Long connect data comes in a packet of its own; what is encrypted is not read. */
  private static String connectData(DataInputStream in) throws IOException {
    in.mark(1);
    if (in.read() == TLS_HANDSHAKE) {
      return TLS;
    }
    in.reset();
    String text = packet(in);
    int start = text.indexOf("(DESCRIPTION");
    if (start < 0) {
      text = packet(in);
      start = text.indexOf("(DESCRIPTION");
    }
    return text.substring(Math.max(0, start)).strip();
  }

  private static String packet(DataInputStream in) throws IOException {
    byte[] header = new byte[HEADER];
    in.readFully(header);
    int length = ByteBuffer.wrap(header).getShort() & 0xffff;
    byte[] rest = new byte[Math.max(0, length - HEADER)];
    in.readFully(rest);
    return new String(rest, StandardCharsets.ISO_8859_1);
  }

  private static byte[] refusal(int error) {
    byte[] text =
        "(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=%1$d)(ERROR_STACK=(ERROR=(CODE=%1$d)(EMFI=4))))"
            .formatted(error)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer packet = ByteBuffer.allocate(HEADER + 4 + text.length);
    packet.putShort((short) packet.capacity()).putShort((short) 0).put(REFUSE).put((byte) 0);
    packet.putShort((short) 0).put((byte) 34).put((byte) 0).putShort((short) text.length);
    return packet.put(text).array();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
