package dev.penstock.source.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that speaks HTTP as badly as it is told to. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Talk talk;

  /** What happens when a request has come. */
  interface Talk {
    /**
     * @param number of the request, from 0
     */
    void answer(Socket socket, int number) throws IOException;
  }

  RawServer(Talk talk) {
    this.talk = talk;
    try {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::accept, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "raw-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      readHead(socket.getInputStream());
      talk.answer(socket, asked.getAndIncrement());
    } catch (IOException e) {
      // Whoever asked has gone, which is what such a server deserves.
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int line = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        if (line == 0) {
          return;
        }
        line = 0;
      } else if (c != '\r') {
        line++;
      }
    }
  }

  /** Returns when the test is over. */
  void silence() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
