package dev.penstock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Speaks as much of PostgreSQL's protocol as it takes to give a password away in an error. */
public final class EchoingPg implements AutoCloseable {
  private static final int ENCRYPTION_REQUESTS = 80_877_103;

  private final ServerSocket server;

  private EchoingPg(ServerSocket server) {
    this.server = server;
    Thread thread = new Thread(this::serve, "echoing-pg");
    thread.setDaemon(true);
    thread.start();
  }

  public static EchoingPg start() throws IOException {
    return new EchoingPg(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  public int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(
            new DataInputStream(socket.getInputStream()),
            new DataOutputStream(socket.getOutputStream()));
      } catch (IOException e) {
        // Closed, or a client that gave up: the next one is served all the same.
      }
    }
  }

  private static void answer(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    int code = in.readInt();
    while (code == ENCRYPTION_REQUESTS || code == ENCRYPTION_REQUESTS + 1) {
      out.write('N');
      length = in.readInt();
      code = in.readInt();
    }
    in.skipNBytes(length - 8);
    out.write('R');
    out.writeInt(8);
    out.writeInt(3);
    in.readByte();
    byte[] password = in.readNBytes(in.readInt() - 4);
    String told = new String(password, 0, password.length - 1, UTF_8);
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    error.writeBytes(("SFATAL\0C28P01\0Mno, '" + told + "' is wrong\0\0").getBytes(UTF_8));
    out.write('E');
    out.writeInt(4 + error.size());
    error.writeTo(out);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
