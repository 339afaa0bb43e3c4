package dev.penstock.secret;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.penstock.secret.env.EnvironmentSecrets;
import dev.penstock.secret.toml.TomlSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class SecretStoresTest {
  private static final SecretKey PASSWORD = SecretKey.ofSource("shop", "password");

  private final Redactor redactor = new Redactor();

  @TempDir Path folder;

  @Test
  void givesTheFirstAnswer() throws Exception {
    SecretStores stores =
        stores(Map.of("DLT_SHOP_PASSWORD", "first"), "[sources.shop]\npassword = 'second'");

    Secret secret = stores.find(PASSWORD).orElseThrow();

    assertThat(secret.reveal()).isEqualTo("first");
    assertThat(secret.store()).isEqualTo("environment");
  }

  @Test
  void goesPastAnEmptyValue() throws Exception {
    SecretStores stores =
        stores(Map.of("DLT_SHOP_PASSWORD", ""), "[sources.shop]\npassword = 'second'");

    assertThat(stores.find(PASSWORD).orElseThrow().reveal()).isEqualTo("second");
  }

  @Test
  void saysWhereItLooks() throws Exception {
    SecretStores stores = stores(Map.of(), "");

    assertThat(stores.find(PASSWORD)).isEmpty();
    assertThat(stores.place(PASSWORD))
        .isEqualTo("environment (DLT_SHOP_PASSWORD) and " + file() + " ([sources.shop] password)");
  }

  @Test
  void saysWhichPlacesHoldAnEmptyValue() throws Exception {
    SecretStores stores =
        stores(Map.of("DLT_DESTINATION_FILESYSTEM_SAS", " "), "[destination.filesystem]\nsas = ''");

    assertThat(stores.place(SecretKey.ofDestination("filesystem", "sas")))
        .isEqualTo(
            "environment (DLT_DESTINATION_FILESYSTEM_SAS is empty) and "
                + file()
                + " ([destination.filesystem] sas is empty)");
  }

  @Test
  void hidesWhatItGaveOutButNotSettingsThatAreNoSecret() throws Exception {
    SecretStores stores =
        stores(
            Map.of("DLT_SHOP_PASSWORD", "k0nfetti", "DLT_SHOP_HOST", "dbhost"),
            "[sources.crm]\ncredentials = 'postgresql://ann:s%40lt@dbhost:5432/crm'");
    assertThat(stores.find(PASSWORD)).isPresent();
    assertThat(stores.find(SecretKey.ofSource("shop", "host"))).isPresent();
    assertThat(stores.find(SecretKey.ofSource("crm", "credentials"))).isPresent();

    assertThat(redactor.redact("k0nfetti s@lt s%40lt dbhost")).isEqualTo("*** *** *** dbhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pagination_type",
        "page_size",
        "base_url",
        "max_rows_per_second",
        "query.sslmode"
      })
  void showsSettingsThatAreNoSecret(String key) throws Exception {
    assertThat(ask(key, "w0rds")).isEqualTo("w0rds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "client_secret",
        "headers",
        "params",
        "oauth_url",
        "url",
        "api_key_name",
        "session_sql",
        "some_setting",
        "query.azure_client_secret",
        "query.trustStorePassword",
        "query.accessToken"
      })
  void hidesSettingsThatAreOrMayHoldSecrets(String key) throws Exception {
    assertThat(ask(key, "w0rds")).isEqualTo("***");
  }

  /** A token that was written in the place of a word is one all the same. */
  @Test
  void hidesWhatLooksLikeAKeyWhateverItsName() throws Exception {
    assertThat(ask("page_size", "pat_9hR2aaQ7QmZx1Tqq")).isEqualTo("***");
    assertThat(ask("data_selector", "response.data.items_of_all_customers[*].lines"))
        .isEqualTo("response.data.items_of_all_customers[*].lines");
  }

  private String ask(String key, String value) throws Exception {
    String[] names = key.split("\\.", -1);
    String table = names.length == 1 ? "" : "." + names[0];
    SecretStores stores =
        stores(
            Map.of(),
            "[sources.shop%s]\n%s = '%s'".formatted(table, names[names.length - 1], value));
    assertThat(stores.find(SecretKey.ofSource("shop", key))).isPresent();
    return redactor.redact(value);
  }

  @Test
  void logsOnceWhichStoreAnsweredAndNeverTheValue() throws Exception {
    SecretStores stores = stores(Map.of("DLT_SHOP_PASSWORD", "k0nfetti"), "");
    Logger logger = (Logger) LoggerFactory.getLogger(SecretStores.class);
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    logger.addAppender(seen);
    try {
      assertThat(stores.find(PASSWORD)).isPresent();
      assertThat(stores.find(PASSWORD)).isPresent();
    } finally {
      logger.detachAppender(seen);
    }

    assertThat(seen.list)
        .extracting(ILoggingEvent::toString)
        .containsExactly("[INFO] environment answered for shop.password");
  }

  private SecretStores stores(Map<String, String> environment, String toml) throws Exception {
    Files.writeString(file(), toml);
    return new SecretStores(
        List.of(new EnvironmentSecrets(environment), TomlSecrets.read(file())), redactor);
  }

  private Path file() {
    return folder.resolve("secrets.toml");
  }
}
