package dev.penstock.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
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

    Secret secret = stores.require(PASSWORD);

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
  void saysWhereItLookedForAMissingSecret() throws Exception {
    SecretStores stores = stores(Map.of(), "");

    assertThatThrownBy(() -> stores.require(PASSWORD))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET))
        .hasMessage(
            "source shop: no password found. Looked in environment (DLT_SHOP_PASSWORD) and "
                + file()
                + " ([sources.shop] password).\n"
                + "Put it into one of these places; docs/secrets.md shows how.");
  }

  @Test
  void saysWhichPlacesHoldAnEmptyValue() throws Exception {
    SecretStores stores =
        stores(Map.of("DLT_DESTINATION_FILESYSTEM_SAS", " "), "[destination.filesystem]\nsas = ''");

    assertThatThrownBy(() -> stores.require(SecretKey.ofDestination("filesystem", "sas")))
        .hasMessage(
            "destination filesystem: no sas found. Looked in environment"
                + " (DLT_DESTINATION_FILESYSTEM_SAS is empty) and "
                + file()
                + " ([destination.filesystem] sas is empty).\n"
                + "Put it into one of these places; docs/secrets.md shows how.");
  }

  @Test
  void hidesWhatItGaveOutButNotSettingsThatAreNoSecret() throws Exception {
    SecretStores stores =
        stores(
            Map.of("DLT_SHOP_PASSWORD", "k0nfetti", "DLT_SHOP_HOST", "dbhost"),
            "[sources.crm]\ncredentials = 'postgresql://ann:s%40lt@dbhost:5432/crm'");
    stores.require(PASSWORD);
    stores.require(SecretKey.ofSource("shop", "host"));
    stores.require(SecretKey.ofSource("crm", "credentials"));

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
      stores.require(PASSWORD);
      stores.require(PASSWORD);
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
