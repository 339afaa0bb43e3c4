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
