package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import dev.penstock.doctor.Doctor;
import dev.penstock.doctor.FrontDoor;
import dev.penstock.doctor.Said;
import dev.penstock.doctor.VaultCheckup;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.secret.keyvault.VaultAddress;
import dev.penstock.secret.keyvault.VaultLogin;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.Redirected;
import dev.penstock.testing.azure.StandInAnswer;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.azure.VaultServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the doctor says of a vault; only the name of the vault is looked up by the test. */
final class VaultVisitTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String OTHER_TENANT = "33333333-3333-3333-3333-333333333333";
  private static final String CLIENT = "22222222-2222-2222-2222-222222222222";
  private static final String CANARY = "c4n4ry-secret";

  private final EntraServer entra =
      EntraServer.start().addApp(TENANT, CLIENT, CANARY).addApp(OTHER_TENANT, CLIENT, CANARY);
  private final VaultServer vault = VaultServer.start(entra, TENANT);
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "AZURE_AUTHORITY_HOST",
              entra.authorityHost(),
              "AZURE_TENANT_ID",
              TENANT,
              "AZURE_CLIENT_ID",
              CLIENT,
              "AZURE_CLIENT_SECRET",
              CANARY));

  @AfterEach
  void close() {
    vault.close();
    entra.close();
  }

  private String examine() {
    HttpClient http = AzureHttp.client(environment, TestTls.clientContext());
    Identity identity = new Identities(environment, http).defaultIdentity();
    VaultVisit visit =
        new VaultVisit(
            new VaultAddress(URI.create("https://kv-test.vault.azure.net")),
            URI.create(vault.url()),
            new VaultLogin(
                identity.credential(), new Redirected(http, vault.url()), identity::words),
            Clock.systemUTC());
    java.net.http.HttpClient knocker =
        java.net.http.HttpClient.newBuilder().sslContext(TestTls.clientContext()).build();
    VaultCheckup checkup = new VaultCheckup(visit, new FrontDoor(() -> knocker, Clock.systemUTC()));
    assertThat(checkup.subject()).isEqualTo("key vault kv-test.vault.azure.net");
    String said = Said.by(new Doctor(1, Duration.ofMinutes(1)).examine(List.of(checkup)).get(0));
    assertThat(said).doesNotContain(CANARY);
    return said;
  }

  @Test
  void saysWhoIsSignedInAndWhatIsAllowed() {
    vault.put("shop-password", CANARY).put("crm-password", CANARY);
    assertThat(examine())
        .isEqualTo(
            """
            ok
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            identity: default credential (environment)
            signed in as: application 22222222-2222-2222-2222-222222222222 of tenant 11111111-1111-1111-1111-111111111111
            allowed: list (2 secrets), get
            """);
  }

  @Test
  void namesTheRoleThatIsMissing() {
    vault.let(VaultServer.Access.NO_ROLE);
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            identity: default credential (environment)
            signed in as: application 22222222-2222-2222-2222-222222222222 of tenant 11111111-1111-1111-1111-111111111111
            allowed: nothing
            ! key vault kv-test.vault.azure.net: default credential (environment) has no role that lets it get secrets.
            mend: Give it the role Key Vault Secrets User on this vault; a new role needs some minutes to take effect.
            """);
  }

  @Test
  void namesThePermissionsThatAPolicyLacks() {
    vault.let(VaultServer.Access.NO_POLICY);
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            identity: default credential (environment)
            signed in as: application 22222222-2222-2222-2222-222222222222 of tenant 11111111-1111-1111-1111-111111111111
            allowed: nothing
            ! key vault kv-test.vault.azure.net: its access policies do not let default credential (environment) get secrets.
            mend: Add the secret permissions Get and List for it to the access policies of this vault.
            """);
  }

  @Test
  void livesWithoutTheRightToList() {
    vault
        .faults()
        .answer(
            1,
            request -> request.path().equals("/secrets") && request.bearerToken().isPresent(),
            StandInAnswer.json(
                403,
                Map.of(
                    "error",
                    Map.of(
                        "code", "Forbidden",
                        "message", "no",
                        "innererror", Map.of("code", "ForbiddenByRbac")))));
    assertThat(examine())
        .isEqualTo(
            """
            ok
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            identity: default credential (environment)
            signed in as: application 22222222-2222-2222-2222-222222222222 of tenant 11111111-1111-1111-1111-111111111111
            allowed: get
            """);
  }

  @Test
  void aFirewallIsTold() {
    vault.let(VaultServer.Access.FIREWALL);
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            ! key vault kv-test.vault.azure.net: its firewall does not let this machine in (its address is 203.0.113.5).
            mend: Add the address to the vault's networking rules, or run inside an allowed network.
            """);
  }

  @Test
  void aVaultWithoutPublicAccessIsTold() {
    vault.let(VaultServer.Access.PRIVATE_LINK_ONLY);
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            ! key vault kv-test.vault.azure.net: its public access is switched off, and this machine did not come by a private endpoint.
            mend: Run inside a network with the vault's private endpoint and its DNS zone, or allow this network in the vault's networking rules.
            """);
  }

  @Test
  void anotherTenantIsTold() {
    environment.put("AZURE_TENANT_ID", OTHER_TENANT);
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            ! key vault kv-test.vault.azure.net: it belongs to another tenant than default credential.
            mend: Set AZURE_TENANT_ID to the vault's tenant (az keyvault show --name kv-test --query properties.tenantId), or sign in there.
            """);
  }

  @Test
  void aWrongClientSecretIsTold() {
    environment.put("AZURE_CLIENT_SECRET", "not-" + CANARY.substring(3));
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            encryption: TLSv1.3, certificate verified (until DAY)
            clock: agrees with ours
            ! default credential (environment): the client secret is wrong (AADSTS7000215).
            likely: the client secret is wrong: its value is due, not the id that stands beside it.
            mend: Give the value of the secret, not its id: Azure portal, App registrations, Certificates and secrets. A value that nobody kept must be made anew.
            """);
  }

  @Test
  void aVaultThatIsDownIsToldAtOnce() {
    vault.close();
    assertThat(examine())
        .isEqualTo(
            """
            failed
            address: 127.0.0.1
            ! localhost:PORT cannot be reached (ConnectException).
            likely: the machine answers, but nothing listens there: the port is wrong, the server does not run, or it listens on another address.
            mend: Check the address, and the network, proxy and firewall of this machine.
            """);
  }
}
