package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Answers each request over HTTP/2 with the same JSON; it speaks nothing else. */
final class Http2Server implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** The entry of the static table of HPACK that says status 200. */
  private static final byte[] STATUS_200 = {(byte) 0x88};

  private final SSLServerSocket server;
  private final byte[] body;
  private volatile String preface = "";

  Http2Server(SSLContext context, String json) throws IOException {
    body = json.getBytes(US_ASCII);
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    SSLParameters parameters = server.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    server.setSSLParameters(parameters);
    Thread thread = new Thread(this::serve, "http2");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      preface = new String(in.readNBytes(24), US_ASCII);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      while (true) {
        answer(in, out);
      }
    } catch (EOFException e) {
      // The visitor went.
      return;
    } catch (IOException e) {
      // The test ended, or fails for its own reasons.
      return;
    }
  }

  private void answer(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    in.readFully(new byte[length]);
    if (type == SETTINGS && flags != ACK) {
      frame(out, SETTINGS, ACK, 0, new byte[0]);
    } else if (type == HEADERS) {
      frame(out, HEADERS, END_HEADERS, stream, STATUS_200);
      frame(out, DATA, END_STREAM, stream, body);
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] content)
      throws IOException {
    out.writeByte(content.length >> 16);
    out.writeShort(content.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(content);
    out.flush();
  }

  String url() {
    return "https://localhost:" + server.getLocalPort();
  }

  /** With which the visitor began. */
  String preface() {
    return preface;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
