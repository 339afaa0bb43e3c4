package dev.penstock.storage.adls;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.ErrorCode;
import dev.penstock.secret.Secret;
import dev.penstock.storage.StoragePath;
import dev.penstock.testing.azure.AdlsServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdlsContainersTest {
  private static final AdlsContainers CONTAINERS =
      new AdlsContainers(
          AdlsAddress.parse(
              "abfss://lake@acct.dfs.core.windows.net/raw", Optional.empty(), Optional.empty()),
          new AdlsAccess.AccountKey("acct", new Secret(AdlsServer.KEY, "the test")),
          AdlsStores.http());

  @Test
  void opensEachContainerOnceAndWritesWhereItIs() {
    try (AdlsContainers containers = CONTAINERS) {
      assertThat(containers.place(Optional.empty()).storage().root())
          .isEqualTo("abfss://lake@acct.dfs.core.windows.net/raw");
      assertThat(containers.place(Optional.of("gold")).storage().root())
          .isEqualTo("abfss://gold@acct.dfs.core.windows.net/raw");
      assertThat(containers.place(Optional.of("gold")))
          .isEqualTo(containers.place(Optional.of("gold")));
      assertThat(containers.place(Optional.of("gold")).base()).isEqualTo(StoragePath.ROOT);
      assertThat(containers.place(Optional.of("lake")).storage())
          .isSameAs(containers.place(Optional.empty()).storage());
    }
  }

  @Test
  @BadInput(
      value = Input.PATH_OUTSIDE,
      says =
          "target_container 'Gold_1' is no container name.\nUse 3 to 63 lower case letters, digits and single hyphens, with a letter or digit at both ends.")
  void refusesANameThatNoContainerHas() {
    assertThatThrownBy(() -> CONTAINERS.place(Optional.of("Gold_1")))
        .hasMessage(
            "target_container 'Gold_1' is no container name.\nUse 3 to 63 lower case letters,"
                + " digits and single hyphens, with a letter or digit at both ends.")
        .extracting("code")
        .isEqualTo(ErrorCode.CONFIG);
  }
}
