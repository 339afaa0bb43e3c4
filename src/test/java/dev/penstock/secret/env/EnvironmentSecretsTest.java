package dev.penstock.secret.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.secret.SecretKey;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentSecretsTest {
  @ParameterizedTest
  @CsvSource({
    "SOURCES, shop, password, DLT_SHOP_PASSWORD",
    "SOURCES, Shop-EU 2, password, DLT_SHOP_EU_2_PASSWORD",
    "SOURCES, shop, password, SOURCES__SHOP__PASSWORD",
    "SOURCES, shop, password, SOURCES__SHOP__CREDENTIALS__PASSWORD",
    "SOURCES, shop, credentials, DLT_SHOP_CREDENTIALS",
    "SOURCES, shop, credentials, SOURCES__SHOP__CREDENTIALS",
    "SOURCES, shop, query.Encrypt, DLT_SHOP_QUERY_ENCRYPT",
    "SOURCES, shop, query.Encrypt, SOURCES__SHOP__CREDENTIALS__QUERY__ENCRYPT",
    "DESTINATION, filesystem, bucket_url, DLT_DESTINATION_FILESYSTEM_BUCKET_URL",
    "DESTINATION, filesystem, bucket_url, DESTINATION__FILESYSTEM__BUCKET_URL",
    "DESTINATION, filesystem, azure_sas, DESTINATION__FILESYSTEM__CREDENTIALS__AZURE_SAS",
  })
  void findsTheVariable(SecretKey.Scope scope, String owner, String key, String variable) {
    EnvironmentSecrets secrets =
        new EnvironmentSecrets(Map.of(variable, "a; b@%}\"'\n\uD83D\uDD11"));

    assertThat(secrets.find(new SecretKey(scope, owner, key)).orElseThrow().reveal())
        .isEqualTo("a; b@%}\"'\n\uD83D\uDD11");
  }

  @Test
  void prefersItsOwnNameToThatOfDlt() {
    EnvironmentSecrets secrets =
        new EnvironmentSecrets(
            Map.of("DLT_SHOP_PASSWORD", "own", "SOURCES__SHOP__CREDENTIALS__PASSWORD", "dlt"));

    assertThat(secrets.find(SecretKey.ofSource("shop", "password")).orElseThrow().reveal())
        .isEqualTo("own");
  }

  @Test
  void doesNotGiveOneSourceTheSecretOfAnother() {
    EnvironmentSecrets secrets = new EnvironmentSecrets(Map.of("DLT_SHOP_PASSWORD", "x"));

    assertThat(secrets.find(SecretKey.ofSource("crm", "password"))).isEmpty();
    assertThat(secrets.find(SecretKey.ofDestination("shop", "password"))).isEmpty();
  }

  @Test
  void namesTheVariableThatIsEmpty() {
    EnvironmentSecrets secrets = new EnvironmentSecrets(Map.of("SOURCES__SHOP__PASSWORD", ""));

    assertThat(secrets.place(SecretKey.ofSource("shop", "password")))
        .isEqualTo("environment (SOURCES__SHOP__PASSWORD is empty)");
  }
}
