package dev.penstock.source.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deadline ends a page that is under way, too. */
@Timeout(30)
final class DeadlineTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";

  private static void failsAt(int page, RawServer server) {
    Loaded.from(server.url())
        .sheet("deadline", "1")
        .fails(
            Endpoints.at("/v1/a"),
            ErrorCode.SOURCE_BUSY,
            "sheet SourceConfig, row 7, source crm: GET %s/v1/a, page %d: it was not read to its end before the deadline of 1 s.\nRaise deadline, or have the API give less: larger pages (page_size), or less of them (params)."
                .formatted(server.url(), page));
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  private static void firstPage(Socket socket) throws IOException {
    write(socket, HEAD + "Link: </v1/a?page=2>; rel=\"next\"\r\n\r\n[{\"id\": 1}]");
  }

  @Test
  void aPageThatNeverBeginsIsNotWaitedForLonger() {
    RawServer[] server = new RawServer[1];
    server[0] =
        new RawServer(
            (socket, number) -> {
              if (number == 0) {
                firstPage(socket);
              } else {
                server[0].silence();
              }
            });
    try (RawServer closed = server[0]) {
      failsAt(2, closed);
      assertThat(closed.asked()).as("the page is not tried again").isEqualTo(2);
    }
  }

  @Test
  void aPageWithoutEndEnds() {
    CountDownLatch gone = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (socket, number) -> {
              write(socket, HEAD + "\r\n[");
              try {
                // Each part comes long before the timeout of 60 seconds.
                while (true) {
                  write(socket, "{\"id\": 1},");
                }
              } finally {
                gone.countDown();
              }
            })) {
      failsAt(1, server);
      assertThat(server.asked()).isEqualTo(1);
      assertThat(gone.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPageThatStopsInTheMidstEnds() {
    RawServer[] server = new RawServer[1];
    server[0] =
        new RawServer(
            (socket, number) -> {
              write(socket, HEAD + "\r\n[{\"id\": 1},");
              server[0].silence();
            });
    try (RawServer closed = server[0]) {
      failsAt(1, closed);
    }
  }

  @Test
  void triesEndWithTheDeadline() {
    try (RawServer server =
        new RawServer(
            (socket, number) ->
                write(
                    socket,
                    "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))) {
      failsAt(1, server);
      assertThat(server.asked()).as("the wait of a second uses up the deadline").isEqualTo(1);
    }
  }
}
