package dev.penstock.app;

import com.azure.core.http.HttpClient;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.identity.Identity;
import dev.penstock.identity.ServicePrincipal;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.adls.AdlsContainers;
import java.util.Map;

/** The libraries of Azure behind {@link Azure}. */
final class AzureWiring implements Azure {
  private final Map<String, String> environment;

  /**
   * @param environment the variables of the process
   */
  AzureWiring(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Containers lake(AdlsAddress address, AdlsAccess access) {
    return new AdlsContainers(address, access, http());
  }

  @Override
  public Identity servicePrincipal(String tenantId, String clientId, Secret clientSecret) {
    return identities().servicePrincipal(new ServicePrincipal(tenantId, clientId, clientSecret));
  }

  @Override
  public Identity ofThisMachine() {
    return identities().defaultIdentity();
  }

  private Identities identities() {
    return new Identities(environment, http());
  }

  private HttpClient http() {
    return AzureHttp.client(environment);
  }
}
