package dev.penstock.app;

import dev.penstock.identity.Identity;
import dev.penstock.secret.Secret;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.AdlsAddress;

/**
 * What a target in Azure is made of. Each method loads the libraries of Azure, so that nobody calls
 * one for a target on this machine; none reaches a network.
 */
interface Azure {
  Containers lake(AdlsAddress address, AdlsAccess access);

  Identity servicePrincipal(String tenantId, String clientId, Secret clientSecret);

  /** The environment, a workload or managed identity, or whoever signed in with az. */
  Identity ofThisMachine();
}
