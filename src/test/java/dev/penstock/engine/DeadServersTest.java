package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.OutageException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Source;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.PassingTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets behind real drivers: closed, silent, and back again. */
@Timeout(60)
final class DeadServersTest {
  private final PassingTime time = new PassingTime(Instant.parse("2026-11-27T07:00:00Z"));

  @Test
  void tenJobsOfAClosedPortKnockOnceAndAServerThatComesBackIsRead() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    try (Connectors connectors = connectors(port)) {
      assertThatThrownBy(() -> connectors.open(job()))
          .isInstanceOf(OutageException.class)
          .hasMessageContaining("Connection to 127.0.0.1:" + port + " refused");
      for (int i = 0; i < 9; i++) {
        assertTurnedAway(connectors);
      }
      time.pass(Duration.ofSeconds(1));
      try (Relay relay = new Relay(port, EmbeddedPg.port());
          Source source = connectors.open(job())) {
        assertThat(source.schema().getFields()).hasSize(1);
        assertThat(relay.accepted).isNotEmpty();
      }
    }
  }

  @Test
  void tenJobsOfASilentServerWaitForItOnce() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        Connectors connectors = connectors(silent.getLocalPort())) {
      List<CompletableFuture<Void>> together =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () ->
                              assertThatThrownBy(() -> connectors.open(job()))
                                  .isInstanceOf(OutageException.class),
                          task -> new Thread(task).start()))
              .toList();
      together.forEach(CompletableFuture::join);
      for (int i = 0; i < 6; i++) {
        assertTurnedAway(connectors);
      }
      assertThat(knocks(silent)).isEqualTo(1);
    }
  }

  private static void assertTurnedAway(Connectors connectors) {
    assertThatThrownBy(() -> connectors.open(job()))
        .hasMessageStartingWith(
            "sheet SourceConfig, row 2: source crm is out of reach since 2026-11-27 07:00:00 UTC and was not"
                + " tried again for this job (1 try, ");
  }

  /** Those that wait in the queue of the socket. */
  private static int knocks(ServerSocket silent) throws IOException {
    silent.setSoTimeout(1);
    int knocks = 0;
    try {
      while (true) {
        silent.accept().close();
        knocks++;
      }
    } catch (java.net.SocketTimeoutException e) {
      // Nobody is left.
      return knocks;
    }
  }

  private Connectors connectors(int port) {
    Map<String, String> values = new HashMap<>(EmbeddedPg.settings(port, EmbeddedPg.USER));
    values.put("option_logintimeout", "1");
    JdbcConnector jdbc =
        new JdbcConnector(
            Map.of("crm", new SourceSettings("crm", Optional.of(SourceType.POSTGRESQL), values)),
            key -> Optional.empty(),
            SourceCount.AUTO,
            4,
            (source, login, scope) -> {
              throw new IllegalStateException("nobody signs in here");
            });
    return new Connectors(
        Map.of(SourceType.POSTGRESQL, jdbc),
        new RetryPolicy(
            0, Duration.ofSeconds(1), Duration.ofMinutes(1), 0, Duration.ZERO, Duration.ofHours(1)),
        time);
  }

  private static Job job() {
    return new Job(
        "a",
        "sheet SourceConfig, row 2",
        "crm",
        SourceType.POSTGRESQL,
        LoadType.FULL,
        new Extract(
            Optional.empty(),
            "a",
            Optional.of("SELECT 1 AS n"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of()),
        new Target(
            Optional.empty(),
            Optional.empty(),
            WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(10, 1, 0, Duration.ofSeconds(10)),
        List.of(),
        "");
  }

  /** Listens where nobody did before, and hands everything on to a server. */
  private static final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final int to;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();

    Relay(int port, int to) throws IOException {
      this.door = new ServerSocket(port);
      this.to = to;
      start(this::accept);
    }

    private void accept() throws IOException {
      while (true) {
        Socket near = door.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        accepted.add(near);
        accepted.add(far);
        start(() -> near.getInputStream().transferTo(far.getOutputStream()));
        start(() -> far.getInputStream().transferTo(near.getOutputStream()));
      }
    }

    private interface Work {
      void run() throws IOException;
    }

    private static void start(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (IOException e) {
                  // Closed on one side or the other.
                  return;
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      door.close();
      for (Socket socket : accepted) {
        socket.close();
      }
    }
  }
}
