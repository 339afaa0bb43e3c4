package dev.penstock.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Tally;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 15 for the lake and for the secrets file, as in {@link SourceCanariesTest}. */
@Tag("campaign")
final class LakeCanariesTest {
  private static final String NOBODY = "http://127.0.0.1:1/account";

  private static final List<String> LOOKING = List.of("validate", "doctor", "secrets check");
  private static final List<String> WORKING =
      List.of("validate", "plan", "run", "doctor", "secrets check", "verify");

  @TempDir private Path folder;
  private int homes;

  /** A credential of the lake: what stands before the canary in its field, and beside the field. */
  private record LakeSecret(
      String key,
      String beginning,
      String canary,
      Map<String, String> others,
      Optional<String> login) {
    LakeSecret(String key, String beginning, String canary) {
      this(key, beginning, canary, Map.of(), Optional.empty());
    }
  }

  @Test
  void credentialsOfTheLake() throws Exception {
    AdlsServer lake = AdlsServer.http();
    AdlsServer untrusted = AdlsServer.https(TestTls.serverContext());
    try (lake;
        untrusted) {
      lake.createContainer("raw");
      Tally.of(15, "canaries in credential fields of the lake", "ADLS stand-in")
          .run(
              tally -> {
                for (String place : List.of("variable", "file")) {
                  for (String server : List.of(lake.endpoint(), untrusted.endpoint(), NOBODY)) {
                    for (LakeSecret secret : lakeSecrets(untrusted.endpoint())) {
                      tally.trial(
                          secret.key() + " in a " + place + " for " + server,
                          () -> {
                            lakeTrial(place, server, secret);
                            tally.fired();
                          });
                    }
                  }
                }
              });
    }
  }

  @Test
  void whateverIsWrongWithTheSecretsFile() {
    String canary = CanaryHome.canary("file");
    List<String> files =
        List.of(
            "[sources.shop]\npassword = %s\n",
            "[sources.shop]\npassword = '%s\n",
            "[sources.shop]\npassword = \"\\%s\"\n",
            "[sources.shop]\npassword = '%s'\npassword = '%s'\n",
            "[sources.shop]\npassword = ['%s']\n",
            "[sources.shop]\npassword = { is = '%s' }\n",
            "[sources.shop\npassword = '%s'\n",
            "[sources.shop]\n'%s'\n",
            "[sources.shop]\ncredentials = 'postgresql://me:%s@'\n",
            "[destination.filesystem]\nbucket_url = 's3://me:%s@lake'\n",
            "[destination.filesystem]\nbucket_url = 'file://me:%s@server/x'\n",
            "[destination.filesystem]\nbucket_url = 'abfss://raw@x.dfs.core.windows.net/?sig=%s'\n",
            "[destination.filesystem.credentials]\nazure_storage_account_key = ['%s']\n",
            "sources = '%s'\n");
    Tally.of(15, "canaries in a secrets file that is wrong", "local disk")
        .run(
            tally -> {
              for (String file : files) {
                tally.trial(
                    file,
                    () -> {
                      CanaryHome home = fresh();
                      home.toml().append(file.replace("%s", canary));
                      home.sheets().job("job", "postgresql", "shop", "t");
                      home.write();
                      int worst =
                          home.run(List.of("validate", "plan", "run", "doctor", "secrets check"));
                      assertThat(worst).as(home.printed()).isPositive();
                      tally.fired();
                      home.requireNowhere(canary);
                    });
              }
            });
  }

  private static List<LakeSecret> lakeSecrets(String login) {
    String key =
        Base64.getEncoder()
            .encodeToString((CanaryHome.canary("key") + "x".repeat(64)).getBytes(UTF_8));
    String shape = "sv=2023-11-03&se=%s-01-01T00:00:00Z&sp=rwdl&sig=";
    Map<String, String> principal =
        Map.of(
            "azure_tenant_id", "11111111-1111-1111-1111-111111111111",
            "azure_client_id", "22222222-2222-2222-2222-222222222222");
    return List.of(
        new LakeSecret("azure_storage_account_key", "", key.substring(0, 86) + "=="),
        new LakeSecret("azure_storage_account_key", "", CanaryHome.canary("no key")),
        new LakeSecret("azure_storage_sas_token", shape.formatted(2099), CanaryHome.canary("sas")),
        new LakeSecret("azure_storage_sas_token", shape.formatted(2001), CanaryHome.canary("old")),
        // Nobody trusts whoever answers there.
        new LakeSecret(
            "azure_client_secret",
            "",
            CanaryHome.canary("client"),
            principal,
            Optional.of(login.substring(0, login.lastIndexOf('/')))));
  }

  private void lakeTrial(String place, String server, LakeSecret secret) throws IOException {
    CanaryHome home = fresh();
    Map<String, String> settings = new LinkedHashMap<>(secret.others());
    settings.put("bucket_url", server + "/raw/lake");
    settings.put(secret.key(), secret.beginning() + secret.canary());
    secret.login().ifPresent(login -> home.environment().put("AZURE_AUTHORITY_HOST", login));
    if (place.equals("file")) {
      home.toml().append("[destination.filesystem]\n");
      settings.forEach((name, value) -> home.toml().append(name + " = '" + value + "'\n"));
    } else {
      settings.forEach(
          (name, value) ->
              home.environment()
                  .put("DLT_DESTINATION_FILESYSTEM_" + name.toUpperCase(Locale.ROOT), value));
    }
    Files.createFile(home.path("shop.db"));
    home.sheets().row("Sources", "source_name", "shop", "path", home.path("shop.db").toString());
    home.sheets().job("job", "sqlite", "shop", "t");
    home.write();
    // A lake or a login that does not answer is tried for long: once is enough.
    boolean tried =
        server.equals(NOBODY) || (secret.login().isPresent() && place.equals("variable"));
    int worst = home.run(tried ? LOOKING : WORKING);
    assertThat(worst).as(home.printed()).isPositive();
    home.requireNowhere(secret.canary());
  }

  private CanaryHome fresh() throws IOException {
    return new CanaryHome(folder.resolve("home" + homes++));
  }
}
