package dev.penstock.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.credential.TokenRequestContext;
import dev.penstock.failure.IngestException;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.StandInAnswer;
import dev.penstock.testing.azure.TestTls;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MSAL and the Azure CLI read from the environment of the process: each in its own JVM. */
final class MachineIdentityTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String CLIENT = "44444444-4444-4444-4444-444444444444";
  private static final String RESOURCE = "/subscriptions/s/machines/loader";

  private EntraServer entra;

  @TempDir private Path folder;

  /** Signs in with the default identity and prints who it became, or why not. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      Map<String, String> environment = System.getenv();
      Identity identity =
          new Identities(environment, AzureHttp.client(environment)).defaultIdentity();
      try {
        String token =
            identity
                .credential()
                .getTokenSync(
                    new TokenRequestContext().addScopes("https://storage.azure.com/.default"))
                .getToken();
        out.println(identity.words());
        out.println(TokenClaims.of(token).orElseThrow().words());
      } catch (IngestException e) {
        out.println(e.code() + " " + e.getMessage());
      }
      System.exit(0);
    }
  }

  @BeforeEach
  void start() {
    entra = EntraServer.start().addTenant(TENANT);
  }

  @AfterEach
  void stop() {
    entra.close();
  }

  @Test
  void aVirtualMachineSignsInEvenWhenItsServiceIsGoneForAMoment() throws Exception {
    entra.setSystemIdentity(TENANT, CLIENT, RESOURCE);
    entra.machineFaults().answer(1, request -> true, StandInAnswer.status(500));
    assertThat(child(entra.virtualMachine()))
        .containsExactly(
            "default credential (managed identity)",
            "managed identity " + RESOURCE + " of tenant " + TENANT);
    assertThat(entra.machineRequests()).allMatch(r -> r.header("Metadata").isPresent()).hasSize(2);
  }

  @Test
  void aUserAssignedIdentityIsNamedByItsClientId() throws Exception {
    entra.addUserIdentity(TENANT, CLIENT, RESOURCE);
    assertThat(
            child(
                Map.of(
                    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    entra.machineHost(),
                    "AZURE_CLIENT_ID",
                    CLIENT)))
        .contains("managed identity " + RESOURCE + " of tenant " + TENANT);
  }

  @Test
  void appServiceSignsIn() throws Exception {
    entra.setSystemIdentity(TENANT, CLIENT, RESOURCE);
    assertThat(child(entra.appService()))
        .contains("managed identity " + RESOURCE + " of tenant " + TENANT);
  }

  @Test
  void theAzureCliSignsInAsItsUser() throws Exception {
    assumeTrue(File.separatorChar == '/', "the stand-in of az is a shell script");
    String token = entra.userToken(TENANT, "ann@example.com", "https://storage.azure.com");
    Path az = folder.resolve("az");
    Files.writeString(
        az,
        """
        #!/bin/sh
        echo '{"accessToken": "%s", "expiresOn": "2099-01-01 00:00:00.000000", \
        "expires_on": 4070908800, "subscription": "s", "tenant": "%s", "tokenType": "Bearer"}'
        """
            .formatted(token, TENANT));
    Files.setPosixFilePermissions(az, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(
            child(
                Map.of(
                    "PATH",
                    folder + ":/usr/bin:/bin",
                    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    "http://127.0.0.1:1")))
        .containsExactly(
            "default credential (Azure CLI)", "user ann@example.com of tenant " + TENANT);
  }

  private List<String> child(Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(TestTls.trustArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(AZURE|IDENTITY|MSI|IMDS)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      return out.lines().toList();
    }
  }
}
