package dev.penstock.app;

import com.azure.core.http.HttpClient;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.secret.keyvault.VaultLogin;
import dev.penstock.source.jdbc.EntraTokens;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.adls.AdlsContainers;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries of Azure, with one HTTP client for lake, vault and sign-in. Most runs on a laptop
 * need none of it, and it is slow to load: nothing is made before it is asked for.
 */
final class AzureWiring implements Azure {
  private final Map<String, String> environment;
  private final Redactor redactor;
  private Optional<Made> made = Optional.empty();

  /** What is made once for the process. */
  private record Made(HttpClient http, Identities identities, EntraTokens tokens) {}

  /**
   * @param environment the variables of the process
   * @param redactor learns each token that a source is given
   */
  AzureWiring(Map<String, String> environment, Redactor redactor) {
    this.environment = environment;
    this.redactor = redactor;
  }

  /** Loads what every lake needs, which takes a third of a second. */
  void prepare() {
    AdlsContainers.prepare(made().http());
  }

  @Override
  public Containers lake(AdlsAddress address, AdlsAccess access) {
    return new AdlsContainers(address, access, made().http());
  }

  @Override
  public Identity servicePrincipal(String tenantId, String clientId, Secret clientSecret) {
    return made()
        .identities()
        .servicePrincipal(new ServicePrincipal(tenantId, clientId, clientSecret));
  }

  @Override
  public Identity ofThisMachine() {
    return made().identities().defaultIdentity();
  }

  /** AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET are the first that it tries. */
  VaultLogin vaultLogin() {
    Identity identity = ofThisMachine();
    return new VaultLogin(identity.credential(), made().http(), identity::words);
  }

  /** The password of a source that signs in with Entra ID. */
  Secret token(String source, EntraLogin login, String scope) {
    return made().tokens().token(source, login, scope);
  }

  private synchronized Made made() {
    if (made.isEmpty()) {
      HttpClient http = AzureHttp.client(environment);
      Identities identities = new Identities(environment, http);
      made = Optional.of(new Made(http, identities, new SourceTokens(identities, redactor)));
    }
    return made.get();
  }
}
