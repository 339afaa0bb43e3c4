package dev.penstock.identity;

import static java.util.Objects.requireNonNull;

import dev.penstock.secret.Secret;

/** An application of a tenant, with the client secret that proves it. */
public record ServicePrincipal(String tenantId, String clientId, Secret clientSecret) {
  public ServicePrincipal {
    requireNonNull(tenantId, "tenantId");
    requireNonNull(clientId, "clientId");
    requireNonNull(clientSecret, "clientSecret");
  }

  /** For messages: {@code service principal <client id> of tenant <tenant id>}. */
  public String words() {
    return "service principal " + clientId + " of tenant " + tenantId;
  }
}
