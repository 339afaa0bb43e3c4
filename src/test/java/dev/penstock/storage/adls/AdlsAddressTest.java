package dev.penstock.storage.adls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdlsAddressTest {
  private static final String SHOP = "https://shop.dfs.core.windows.net";

  @ParameterizedTest
  @CsvSource({
    "az://raw, raw, ''",
    "az://raw/, raw, ''",
    "az://raw/lake/day, raw, lake/day",
    "adl://raw/lake, raw, lake",
    "azure://raw/lake/, raw, lake",
    "AZ://raw/lake, raw, lake",
    "abfss://raw/lake, raw, lake",
    "abfss://raw@shop.dfs.core.windows.net, raw, ''",
    "abfs://raw@shop.dfs.core.windows.net/lake, raw, lake",
    "abfss://raw@shop.blob.core.windows.net/lake, raw, lake",
    "abfss://raw@SHOP.dfs.core.windows.net/lake, raw, lake",
    "https://shop.dfs.core.windows.net/raw, raw, ''",
    "https://shop.blob.core.windows.net/raw/lake/day/, raw, lake/day",
    "az://raw/caf%C3%A9%20au%20lait/100%25, raw, café au lait/100%",
    "az://raw/a@b, raw, a@b",
    "az://raw/a%40b, raw, a@b",
  })
  void readsEveryFormOfTheSameAccount(String url, String container, String folder) {
    AdlsAddress address = AdlsAddress.parse(url, Optional.of("shop"), Optional.empty());

    assertThat(address)
        .isEqualTo(new AdlsAddress(URI.create(SHOP), "shop", container, new StoragePath(folder)));
  }

  @ParameterizedTest
  @CsvSource({
    "abfss://raw@shop.dfs.core.chinacloudapi.cn/lake, https://shop.dfs.core.chinacloudapi.cn",
    "https://shop.blob.core.usgovcloudapi.net/raw/lake, https://shop.dfs.core.usgovcloudapi.net",
    "abfss://raw@shop.z12.blob.storage.azure.net/lake, https://shop.z12.dfs.storage.azure.net",
  })
  void knowsTheOtherCloudsOfAzure(String url, String endpoint) {
    AdlsAddress address = AdlsAddress.parse(url, Optional.empty(), Optional.empty());

    assertThat(address)
        .isEqualTo(new AdlsAddress(URI.create(endpoint), "shop", "raw", new StoragePath("lake")));
  }

  @ParameterizedTest
  @CsvSource({
    "abfss://raw@lake.example.com/day, '', https://lake.example.com",
    "https://lake.example.com:8443/raw/day, '', https://lake.example.com:8443",
    "az://raw/day, lake.example.com, https://lake.example.com",
    "az://raw/day, shop.blob.core.usgovcloudapi.net, https://shop.dfs.core.usgovcloudapi.net",
    "az://raw/day, 127.0.0.1:10000, https://127.0.0.1:10000/shop",
    "az://raw/day, http://127.0.0.1:10000, http://127.0.0.1:10000/shop",
    "az://raw/day, http://localhost:10000/shop, http://localhost:10000/shop",
    "abfs://raw@localhost:10000/day, '', http://localhost:10000/shop",
    "abfss://raw@10.1.2.3/day, '', https://10.1.2.3/shop",
    "http://127.0.0.1:10000/shop/raw/day, '', http://127.0.0.1:10000/shop",
    "https://[::1]:10000/shop/raw/day, '', https://[::1]:10000/shop",
  })
  void takesOtherHosts(String url, String accountHost, String endpoint) {
    AdlsAddress address =
        AdlsAddress.parse(
            url, Optional.of("shop"), Optional.of(accountHost).filter(host -> !host.isEmpty()));

    assertThat(address)
        .isEqualTo(new AdlsAddress(URI.create(endpoint), "shop", "raw", new StoragePath("day")));
  }

  @Test
  void readsTheAccountFromThePathOfAMachine() {
    AdlsAddress address =
        AdlsAddress.parse("http://127.0.0.1:10000/shop/raw", Optional.empty(), Optional.empty());

    assertThat(address)
        .isEqualTo(
            new AdlsAddress(
                URI.create("http://127.0.0.1:10000/shop"), "shop", "raw", StoragePath.ROOT));
    assertThat(address.accountInPath()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "az://raw | does not say which storage account. | Set azure_storage_account_name in [destination.filesystem.credentials], or write abfss://container@account.dfs.core.windows.net/folder.",
        "abfss://raw@lake.example.com | does not say which storage account: host 'lake.example.com' is not one of Azure's own. | Set azure_storage_account_name in [destination.filesystem.credentials].",
        "s3://raw/lake | is no address that this version can write to. | Write az://container/folder or abfss://container@account.dfs.core.windows.net/folder, or name a folder of this machine.",
        "gs://raw/lake | is no address that this version can write to. | Write az://container/folder or abfss://container@account.dfs.core.windows.net/folder, or name a folder of this machine.",
        "https://shop.dfs.core.windows.net/ | names no container. | Write az://container/folder or abfss://container@account.dfs.core.windows.net/folder, or name a folder of this machine.",
        "abfss://Raw@shop.dfs.core.windows.net | names the container 'Raw', which cannot exist. | Use 3 to 63 lower case letters, digits and single hyphens, with a letter or digit at both ends.",
        "https://shop.dfs.core.windows.net/a--b | names the container 'a--b', which cannot exist. | Use 3 to 63 lower case letters, digits and single hyphens, with a letter or digit at both ends.",
        "http://shop.dfs.core.windows.net/raw | would send rows and secrets over http, without encryption. | Write https://.",
        "http://10.1.2.3/shop/raw | would send rows and secrets over http, without encryption. | Write https://.",
        "abfss://raw@onelake.dfs.fabric.microsoft.com/lake | is OneLake, which is not known to refuse a rename onto a file; two runs could both commit. | Load into an Azure storage account with a hierarchical namespace, and show it in Fabric by a shortcut.",
        "abfss://raw@shop.privatelink.dfs.core.windows.net | names a private link zone, for which the account has no certificate. | Write the host without 'privatelink.'; the private DNS zone leads it to the private endpoint.",
        "abfss://raw@shop_.dfs.core.windows.net | names the host 'shop_.dfs.core.windows.net', which cannot exist. | Write the host as account.dfs.core.windows.net.",
        "abfss://raw@my-shop.dfs.core.windows.net | goes with the account 'my-shop', which cannot exist. | Use the storage account's name alone: 3 to 24 lower case letters and digits.",
        "abfss://raw@shop.dfs.core.windows.net/a b | has a space in a folder's name. | Write each space as %20.",
        "abfss://raw@shop.dfs.core.windows.net/a/../b | has a folder that cannot exist. | Use folder names joined by single slashes, without . and .. and backslashes.",
        "abfss://raw@shop.dfs.core.windows.net/a/%2e%2e | has a folder that cannot exist. | Use folder names joined by single slashes, without . and .. and backslashes.",
        "abfss://raw@shop.dfs.core.windows.net/a%2Fb | has a folder that cannot exist. | Use folder names joined by single slashes, without . and .. and backslashes.",
        "abfss://raw@shop.dfs.core.windows.net/a//b | has a folder that cannot exist. | Use folder names joined by single slashes, without . and .. and backslashes.",
        "abfss://raw@shop.dfs.core.windows.net/100% | has the folder '100%', in which a % is not followed by the two digits of a letter. | Write a space as %20 and the sign % itself as %25.",
      })
  void refusesWhatCannotBeAnAddress(String url, String what, String mend) {
    assertThatThrownBy(() -> AdlsAddress.parse(url, Optional.empty(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("[destination.filesystem] bucket_url: '%s' %s\n%s", url, what, mend);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "az://raw/lake?sv=2024&sig=CANARY | az://raw/lake?*** | holds a key or a signature. | Take it out, and put it into azure_storage_account_key or azure_storage_sas_token of [destination.filesystem.credentials].",
        "az://raw/sv=CANARY&sig=CANARY | az://*** | holds a key or a signature. | Take it out, and put it into azure_storage_account_key or azure_storage_sas_token of [destination.filesystem.credentials].",
        "https://shop:CAN/ARY==@shop.dfs.core.windows.net/raw | https://***@shop.dfs.core.windows.net/raw | holds a name with a password. | Take it out, and put the key into azure_storage_account_key of [destination.filesystem.credentials]; write an @ in a folder's name as %40.",
        "s3://me:CAN;A&R#Y?/@lake/raw?x | s3://***@lake/raw?*** | holds a name with a password. | Take it out, and put the key into azure_storage_account_key of [destination.filesystem.credentials]; write an @ in a folder's name as %40.",
        "az://CANARY+key@raw/lake | az://***@raw/lake | names something before an @. | Write az://container/folder, or abfss://container@account.dfs.core.windows.net/folder.",
        "az://raw/lake?x=CANARY | az://raw/lake?*** | has a part after a ? or #. | End the address with the folder; a SAS goes into azure_storage_sas_token of [destination.filesystem.credentials].",
      })
  void neverShowsASecretOfTheAddress(String url, String shown, String what, String mend) {
    assertThatThrownBy(() -> AdlsAddress.parse(url, Optional.of("shop"), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("[destination.filesystem] bucket_url: '%s' %s\n%s", shown, what, mend);
  }

  @Test
  void refusesTwoAccounts() {
    assertThatThrownBy(
            () ->
                AdlsAddress.parse(
                    "abfss://raw@shop.dfs.core.windows.net",
                    Optional.of("other"),
                    Optional.empty()))
        .hasMessage(
            "[destination.filesystem] bucket_url: 'abfss://raw@shop.dfs.core.windows.net' names the account 'shop', but azure_storage_account_name is 'other'.\nName the same account in both, or leave azure_storage_account_name out.");
  }

  @Test
  void keepsTheFolderInAnotherContainer() {
    AdlsAddress address =
        AdlsAddress.parse(
            "abfss://raw@shop.dfs.core.windows.net/lake", Optional.empty(), Optional.empty());

    assertThat(address.inContainer("curated"))
        .isEqualTo(new AdlsAddress(URI.create(SHOP), "shop", "curated", new StoragePath("lake")));
    assertThatThrownBy(() -> address.inContainer("Curated_1"))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "target_container 'Curated_1' is no container name.\nUse 3 to 63 lower case letters, digits and single hyphens, with a letter or digit at both ends.");
  }

  @ParameterizedTest
  @CsvSource({
    "abfss://raw@shop.blob.core.windows.net/lake/day, abfss://curated@shop.dfs.core.windows.net/lake/day",
    "https://shop.dfs.core.windows.net/raw, abfss://curated@shop.dfs.core.windows.net",
    "http://127.0.0.1:10000/shop/raw/lake, http://127.0.0.1:10000/shop/curated/lake",
  })
  void saysWhereAContainerLies(String url, String root) {
    assertThat(AdlsAddress.parse(url, Optional.empty(), Optional.empty()).root("curated"))
        .isEqualTo(root);
  }
}
