package dev.penstock.app;

import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;

/** The libraries of Azure behind {@link Azure}. */
final class AzureWiring implements Azure {
  @Override
  public Containers lake(AdlsAddress address, AdlsAccess access) {
    throw new UnsupportedOperationException(address.root(address.container()));
  }

  @Override
  public Identity servicePrincipal(String tenantId, String clientId, Secret clientSecret) {
    throw new UnsupportedOperationException(clientId);
  }

  @Override
  public Identity ofThisMachine() {
    throw new UnsupportedOperationException("this machine");
  }
}
