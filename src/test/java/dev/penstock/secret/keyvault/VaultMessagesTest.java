package dev.penstock.secret.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretCopy;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.keyvault.VaultUse.Unavailable;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.Redirected;
import dev.penstock.testing.azure.StandInAnswer;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.azure.VaultServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What people read when a vault does not give what it should, to the letter. */
final class VaultMessagesTest {
  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String OTHER = "33333333-3333-3333-3333-333333333333";
  private static final String CLIENT = "22222222-2222-2222-2222-222222222222";
  private static final String WHO = "default credential (environment)";
  private static final String REQUIRED =
      "\nWith the setting vault_required at N, the environment and .dlt/secrets.toml would be asked instead.";
  private static final Instant NOW = Instant.parse("2026-11-21T03:15:00Z");
  private static final SecretKey PASSWORD = SecretKey.ofSource("shop", "password");

  private final EntraServer entra = EntraServer.start().addApp(TENANT, CLIENT, "app-secret");
  private final VaultServer vault =
      VaultServer.start(entra, TENANT).publicUrl("https://kv-test.vault.azure.net");
  private final List<Duration> pauses = new ArrayList<>();
  private Duration patience = Duration.ofSeconds(15);

  @AfterEach
  void close() {
    vault.close();
    entra.close();
  }

  @Test
  void disabledExpiredAndNotYetValid() {
    vault.put("shop-password", "canary").disable("shop-password");
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: the secret shop-password is disabled.
            Enable it: az keyvault secret set-attributes --vault-name kv-test --name shop-password --enabled true""");
    vault
        .put("shop-password", "canary")
        .valid("shop-password", Optional.empty(), Optional.of(NOW.minusSeconds(60)));
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: the secret shop-password expired on 2026-11-21 03:14 UTC.
            Store the new value with a later date, or, if the value still holds, move the date: az keyvault secret set-attributes --vault-name kv-test --name shop-password --expires DATE""");
    vault
        .put("shop-password", "canary")
        .valid("shop-password", Optional.of(NOW.plusSeconds(60)), Optional.empty());
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: the secret shop-password is not valid before 2026-11-21 03:16 UTC.
            Wait until then, or move the date: az keyvault secret set-attributes --vault-name kv-test --name shop-password --not-before DATE""");
  }

  @Test
  @BadInput(
      value = Input.SECRET_MISSING,
      taken = "the next place is asked; when none has it, the message names all of them")
  void aMissingOneNamesThePlaceWhereItWasLookedFor() {
    KeyVaultSecrets secrets = secrets(usual());
    assertThat(secrets.find(PASSWORD)).isEmpty();
    assertThat(secrets.place(PASSWORD)).isEqualTo("key vault kv-test (shop-password)");
  }

  @Test
  void noRole() {
    vault.let(VaultServer.Access.NO_ROLE);
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: %s has no role that lets it get secrets.
            Give it the role Key Vault Secrets User on this vault; a new role needs some minutes to take effect."""
                    .formatted(WHO)
                + REQUIRED);
  }

  @Test
  void noAccessPolicy() {
    vault.let(VaultServer.Access.NO_POLICY);
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: its access policies do not let %s get secrets.
            Add the secret permissions Get and List for it to the access policies of this vault."""
                    .formatted(WHO)
                + REQUIRED);
  }

  @Test
  void firewall() {
    vault.let(VaultServer.Access.FIREWALL);
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: its firewall does not let this machine in (its address is 203.0.113.5).
            Add the address to the vault's networking rules, or run inside an allowed network."""
                + REQUIRED);
  }

  @Test
  void privateLink() {
    vault.let(VaultServer.Access.PRIVATE_LINK_ONLY);
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: its public access is switched off, and this machine did not come by a private endpoint.
            Run inside a network with the vault's private endpoint and its DNS zone, or allow this network in the vault's networking rules."""
                + REQUIRED);
  }

  @Test
  @BadInput(
      value = Input.WRONG_TENANT,
      taken = "vault: it belongs to another tenant than the one who signed in; set AZURE_TENANT_ID")
  void aTenantThatTheVaultDoesNotBelongTo() {
    entra.addApp(OTHER, CLIENT, "app-secret");
    String text =
        """
        key vault kv-test.vault.azure.net: it belongs to another tenant than %s.
        Set AZURE_TENANT_ID to the vault's tenant (az keyvault show --name kv-test --query properties.tenantId), or sign in there."""
            + REQUIRED;
    Identity identity = identity(OTHER, "app-secret");
    assertThat(message(login(identity.credential(), identity::words)))
        .isEqualTo(text.formatted("default credential"));

    TokenCredential ofTheMachine =
        fixed(() -> entra.appToken(OTHER, CLIENT, "https://vault.azure.net"));
    assertThat(message(login(ofTheMachine, () -> "managed identity")))
        .isEqualTo(text.formatted("managed identity"));
  }

  @Test
  void aHostThatNobodyKnows() {
    VaultAddress address =
        VaultAddress.of(Map.of(VaultAddress.VARIABLE, "https://kv-test.vault.invalid"))
            .orElseThrow();
    Identity identity = identity(TENANT, "app-secret");
    VaultLogin login = new VaultLogin(identity.credential(), trusting(), identity::words);
    assertThat(message(address, login))
        .isEqualTo(
            """
            key vault kv-test.vault.invalid: there is no such host.
            Check AZURE_KEY_VAULT_URL for a typo; the name of a vault with a private endpoint may be known inside its network alone."""
                + REQUIRED);
    assertThat(pauses).isEmpty();
  }

  @Test
  @Secures(Measure.TLS_AZURE)
  void aCertificateThatNobodyVouchesFor() {
    Identity identity = identity(TENANT, "app-secret");
    HttpClient distrusting = new Redirected(AzureHttp.client(Map.of()), vault.url());
    assertThat(message(new VaultLogin(identity.credential(), distrusting, identity::words)))
        .startsWith("key vault kv-test.vault.azure.net: no trusted TLS connection (")
        .endsWith(
            ").\nIf a proxy of your network answers in its place, add the proxy's certificate to the trust store of Java (-Djavax.net.ssl.trustStore in PENSTOCK_JAVA_OPTS)."
                + REQUIRED);
    assertThat(pauses).isEmpty();
  }

  @Test
  void noAnswerInTime() {
    patience = Duration.ofMillis(100);
    vault.faults().delay(100, request -> true, Duration.ofSeconds(30));
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: no answer in time.
            Check that this machine's network and proxy let it reach port 443 of the vault."""
                + REQUIRED);
    assertThat(pauses).hasSize(5);
  }

  @Test
  void aRefusedConnection() {
    Identity identity = identity(TENANT, "app-secret");
    HttpClient nobody = new Redirected(trusting(), "https://localhost:1");
    assertThat(message(new VaultLogin(identity.credential(), nobody, identity::words)))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: the connection was refused.
            Check that this machine's network and proxy let it reach port 443 of the vault."""
                + REQUIRED);
    assertThat(pauses).hasSize(5);
  }

  @Test
  void throttledForTooLong() {
    vault.faults().answer(100, request -> true, VaultServer.throttled(1));
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: it is throttling, and waiting did not help.
            Run fewer processes against it at a time, or use a vault of their own for busy workloads."""
                + REQUIRED);
    assertThat(pauses)
        .hasSize(5)
        .startsWith(Duration.ofSeconds(1))
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0);
  }

  @Test
  void aBrokenService() {
    vault.faults().answer(100, request -> true, StandInAnswer.status(503));
    assertThat(message(usual()))
        .isEqualTo(
            """
            key vault kv-test.vault.azure.net: it answered 503.
            Trying again did not help. Try later, and look at the Azure status page."""
                + REQUIRED);
  }

  @Test
  void aRefusedSignInKeepsItsWordsAndItsCode() {
    Identity identity = identity(TENANT, "wrong-canary");
    assertThatThrownBy(() -> secrets(login(identity.credential(), identity::words)).find(PASSWORD))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED))
        .hasMessage(
            "%s: the client secret is wrong (AADSTS7000215).\nGive the value of the secret, not its id: Azure portal, App registrations, Certificates and secrets. A value that nobody kept must be made anew."
                    .formatted(WHO)
                + REQUIRED);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aLoginHostThatIsAwayForAMomentIsAskedAgain() {
    vault.put("shop-password", "value");
    List<String> asked = new ArrayList<>();
    TokenCredential shaky =
        fixed(
            () -> {
              asked.add("token");
              if (asked.size() < 3) {
                throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "login host: away.");
              }
              return entra.appToken(TENANT, CLIENT, "https://vault.azure.net");
            });
    assertThat(secrets(login(shaky, () -> "somebody")).find(PASSWORD)).isPresent();
    assertThat(pauses).hasSize(2);
  }

  @Test
  void aDeletedSecretKeepsItsName() {
    vault.put("shop-password", "old").softDelete("shop-password");
    VaultCopy copy = new VaultCopy(address(), usual(), List.of(PASSWORD), new One("canary"));
    SecretCopy.Step step = copy.steps().get(0);
    assertThat(step.state()).isEqualTo(SecretCopy.State.NEW);
    assertThatThrownBy(() -> copy.write(step))
        .hasMessage(
            """
            key vault kv-test.vault.azure.net: a secret shop-password was deleted and is kept for recovery, so that its name is taken.
            Recover it (az keyvault secret recover --vault-name kv-test --name shop-password) and push again with --overwrite, or purge it (az keyvault secret purge --vault-name kv-test --name shop-password) and push again.""");
  }

  @Test
  void aCopyComparesAndWrites() {
    vault.put("shop-password", "old");
    VaultCopy copy = new VaultCopy(address(), usual(), List.of(PASSWORD), new One("canary"));
    assertThat(copy.target()).isEqualTo("key vault kv-test.vault.azure.net");
    SecretCopy.Step step = copy.steps().get(0);
    assertThat(step)
        .isEqualTo(new SecretCopy.Step(PASSWORD, "shop-password", SecretCopy.State.DIFFERS, ""));
    copy.write(step);
    assertThat(vault.value("shop-password")).hasValue("canary");
    assertThat(copy.steps().get(0).state()).isEqualTo(SecretCopy.State.SAME);
  }

  @Test
  void aRunOf25SourcesListsByPagesAndReadsWhatIsThereOnce() {
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      sources.add("s" + i);
      vault.put("s" + i + "-password", "p" + i).put("s" + i + "-host", "h" + i);
      vault.put("foreign-" + i, "never read");
    }
    KeyVaultSecrets secrets = secrets(usual(), Set.copyOf(sources));
    for (String source : sources) {
      for (String key : List.of("username", "password", "host", "port", "password")) {
        secrets.find(SecretKey.ofSource(source, key));
      }
    }
    assertThat(signed("/secrets")).isEqualTo(3);
    assertThat(vault.requests())
        .filteredOn(r -> r.bearerToken().isPresent() && !r.path().equals("/secrets"))
        .hasSize(50)
        .noneMatch(r -> r.path().contains("foreign"));
  }

  private long signed(String path) {
    return vault.requests().stream()
        .filter(r -> r.bearerToken().isPresent() && r.path().equals(path))
        .count();
  }

  private String message(VaultLogin login) {
    return message(address(), login);
  }

  private String message(VaultAddress address, VaultLogin login) {
    try {
      Optional<Secret> unwanted = secrets(address, login, Set.of("shop")).find(PASSWORD);
      throw new AssertionError("found in " + unwanted.map(Secret::place));
    } catch (IngestException e) {
      return e.getMessage();
    }
  }

  private KeyVaultSecrets secrets(VaultLogin login) {
    return secrets(login, Set.of("shop"));
  }

  private KeyVaultSecrets secrets(VaultLogin login, Set<String> sources) {
    return secrets(address(), login, sources);
  }

  private KeyVaultSecrets secrets(VaultAddress address, VaultLogin login, Set<String> sources) {
    return new KeyVaultSecrets(
        address,
        login,
        new VaultUse(
            sources,
            Unavailable.FAILS,
            notice -> {},
            new Patience(patience, Patience.USUAL.retry(), new NotedWaits(pauses)),
            Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static VaultAddress address() {
    return VaultAddress.of(Map.of(VaultAddress.VARIABLE, "https://kv-test.vault.azure.net"))
        .orElseThrow();
  }

  private VaultLogin usual() {
    Identity identity = identity(TENANT, "app-secret");
    return login(identity.credential(), identity::words);
  }

  private VaultLogin login(TokenCredential credential, Supplier<String> identity) {
    return new VaultLogin(credential, new Redirected(trusting(), vault.url()), identity);
  }

  private Identity identity(String tenantId, String clientSecret) {
    return new Identities(
            Map.of(
                "AZURE_AUTHORITY_HOST",
                entra.authorityHost(),
                "AZURE_TENANT_ID",
                tenantId,
                "AZURE_CLIENT_ID",
                CLIENT,
                "AZURE_CLIENT_SECRET",
                clientSecret),
            trusting())
        .defaultIdentity();
  }

  private static HttpClient trusting() {
    return AzureHttp.client(Map.of(), TestTls.clientContext());
  }

  private static TokenCredential fixed(Supplier<String> token) {
    return new TokenCredential() {
      @Override
      public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
      }

      @Override
      public AccessToken getTokenSync(TokenRequestContext request) {
        return new AccessToken(token.get(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
      }
    };
  }

  /** A file that holds the same value for each key. */
  private record One(String value) implements SecretStore {
    @Override
    public Optional<Secret> find(SecretKey key) {
      return Optional.of(new Secret(value, "file"));
    }

    @Override
    public String place(SecretKey key) {
      return "file";
    }
  }
}
