package dev.penstock.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands connections on to a port of this machine, and counts them. */
public final class CountingRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final AtomicInteger connections = new AtomicInteger();

  private CountingRelay(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
    start(this::serve);
  }

  public static CountingRelay to(int port) throws IOException {
    return new CountingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        connections.incrementAndGet();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        start(() -> hand(client, server));
        start(() -> hand(server, client));
      } catch (IOException e) {
        // Closed, or the server is gone: the next one is served all the same.
      }
    }
  }

  private static void hand(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has gone, and the other goes with it.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "counting-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
