package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConnectionUrlTest {
  @Test
  void takesAUrlApart() {
    ConnectionUrl url =
        ConnectionUrl.parse("postgresql://u%40x:p@db.example:5433/shop?sslmode=require");
    assertThat(url.parts())
        .isEqualTo(
            Map.of(
                "username",
                "u@x",
                "password",
                "p",
                "host",
                "db.example",
                "port",
                "5433",
                "database",
                "shop"));
    assertThat(url.options()).isEqualTo(Map.of("sslmode", "require"));
  }

  @Test
  void takesAPasswordOfAnyCharacters() {
    assertThat(ConnectionUrl.parse("postgres://u:a;@%}'?/:b@h/d").parts())
        .containsEntry("password", "a;@%}'?/:b")
        .containsEntry("host", "h");
  }

  @Test
  void takesTheLoginFromTheOptionsOfAJdbcUrl() {
    assertThat(ConnectionUrl.parse("jdbc:postgresql://h/d?user=u&password=a%40b@c").parts())
        .isEqualTo(Map.of("host", "h", "database", "d", "username", "u", "password", "a@b@c"));
  }

  @Test
  void takesAddressesOfVersion6AndFiles() {
    assertThat(ConnectionUrl.parse("postgresql://[::1]:5432/d").parts())
        .containsEntry("host", "[::1]");
    assertThat(ConnectionUrl.parse("jdbc:sqlite:data/shop.db").parts())
        .containsEntry("path", "data/shop.db");
    assertThat(ConnectionUrl.parse("sqlite:////var/shop.db").parts())
        .containsEntry("path", "/var/shop.db");
  }

  @Test
  void printsNothing() {
    assertThat(ConnectionUrl.parse("postgresql://u:p@h/d")).hasToString("***");
  }
}
