package dev.penstock.source.jdbc.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what surely is the own machine may go without TLS. */
final class PostgresLocalityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "127.0.0.1",
        "127.0.1.1",
        "::1",
        "[::1]",
        "localhost,::1"
      })
  void isTheOwnMachine(String host) {
    assertThat(PostgresTls.isLocal(settings(host))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db.example.com",
        "127.example.com",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "2001:db8::1",
        "[fe80::1]",
        "fe80::1:2",
        "localhost,db.example.com",
        "127.0.0.1,10.0.0.1",
        ""
      })
  @Secures(Measure.TLS)
  void isAnotherMachine(String host) {
    assertThat(PostgresTls.isLocal(settings(host))).isFalse();
  }

  private static ConnectionSettings settings(String host) {
    return new ConnectionSettings(
        "shop",
        Optional.of(host),
        0,
        Optional.of("d"),
        Optional.empty(),
        Optional.of("u"),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }
}
