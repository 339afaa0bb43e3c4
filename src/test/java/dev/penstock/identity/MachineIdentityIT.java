package dev.penstock.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.credential.TokenRequestContext;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.failure.IngestException;
import dev.penstock.testing.ClassArchive;
import dev.penstock.testing.OwnJar;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.StandInAnswer;
import dev.penstock.testing.azure.TestTls;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MSAL and the Azure CLI read from the environment of the process: each in its own JVM. */
final class MachineIdentityIT {
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
    installAz();
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

  /** Build agents have the endpoint, and no identity behind it. */
  @Test
  void theAzureCliSignsInWhereTheMachineHasNoIdentity() throws Exception {
    installAz();
    assertThat(child(withPath(folder + ":/usr/bin:/bin", Map.of())))
        .containsExactly(
            "default credential (Azure CLI)", "user ann@example.com of tenant " + TENANT);
    assertThat(entra.machineRequests()).isNotEmpty();
  }

  @Test
  void eachWayIsListedWithTheMachinesOwnReason() throws Exception {
    assertThat(child(withPath(folder.toString(), Map.of())))
        .containsExactly(
            """
            SECRET default credential: nothing here says who this process is to Azure. Tried:
            - environment: AZURE_TENANT_ID is not set
            - workload identity: AZURE_FEDERATED_TOKEN_FILE is not set
            - managed identity: Identity not found
            - Azure CLI: az is not installed
            - Azure PowerShell: pwsh is not installed
            - Azure Developer CLI: azd is not installed
            Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, give the machine a \
            managed identity, or run az login."""
                .split("\n"));
  }

  /** Whoever names an identity wants no other, such as that of the tool beside it. */
  @Test
  void anIdentityThatIsNamedAndNotThereStopsTheSearch() throws Exception {
    installAz();
    List<String> said =
        child(withPath(folder + ":/usr/bin:/bin", Map.of("AZURE_CLIENT_ID", CLIENT)));
    assertThat(said)
        .containsExactly(
            "LOGIN_REFUSED default credential (managed identity): Azure gave no token: Identity not"
                + " found.",
            "See what Azure says above; the log in logs/errors holds all of it.");
  }

  /** The address of the metadata service means another machine to a proxy. */
  @Test
  void noProxyIsAskedForTheIdentityOfTheMachine() throws Exception {
    entra.setSystemIdentity(TENANT, CLIENT, RESOURCE);
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(502, -1);
          exchange.close();
        });
    proxy.start();
    try {
      String address = "http://127.0.0.1:" + proxy.getAddress().getPort();
      Map<String, String> environment = new HashMap<>(entra.virtualMachine());
      for (String name : List.of("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")) {
        environment.put(name, address);
      }
      environment.put("NO_PROXY", "");
      environment.put("no_proxy", "");
      assertThat(child(environment))
          .contains("managed identity " + RESOURCE + " of tenant " + TENANT);
      assertThat(asked).isEmpty();
    } finally {
      proxy.stop(0);
    }
  }

  private Map<String, String> withPath(String path, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(entra.virtualMachine());
    environment.put("PATH", path);
    environment.putAll(more);
    return environment;
  }

  private void installAz() throws IOException {
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
  }

  private List<String> child(Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-Xlog:disable", ClassArchive.flag()));
    command.addAll(TestTls.trustArguments());
    command.addAll(List.of("-cp", classPath(), Child.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(AZURE|IDENTITY|MSI|IMDS)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      return out.lines().toList();
    }
  }

  private static String classPath() throws IOException {
    try (OwnJar own = OwnJar.begin()) {
      own.add(Child.class, "MachineIdentityIT");
      return own.classPath();
    }
  }
}
