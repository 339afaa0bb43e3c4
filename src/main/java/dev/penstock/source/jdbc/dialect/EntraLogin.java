package dev.penstock.source.jdbc.dialect;

import static java.util.Objects.requireNonNull;

import dev.penstock.secret.Secret;
import java.util.Optional;

/** As whom a source signs in to Microsoft Entra ID, where it has no password of its own. */
public sealed interface EntraLogin {
  <T> T when(Cases<T> cases);

  /** One method for each kind of identity. */
  interface Cases<T> {
    T machine(Machine login);

    T servicePrincipal(ServicePrincipal login);

    T managedIdentity(ManagedIdentity login);
  }

  /** Whatever identity the machine has: environment, workload, managed identity, command line. */
  record Machine() implements EntraLogin {
    @Override
    public <T> T when(Cases<T> cases) {
      return cases.machine(this);
    }
  }

  /** An app registration with a secret of its own. */
  record ServicePrincipal(String tenantId, String clientId, Secret clientSecret)
      implements EntraLogin {
    public ServicePrincipal {
      requireNonNull(tenantId, "tenantId");
      requireNonNull(clientId, "clientId");
      requireNonNull(clientSecret, "clientSecret");
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.servicePrincipal(this);
    }
  }

  /**
   * The identity that Azure gave to this machine.
   *
   * @param clientId which one, where the machine has several or one that the user assigned
   */
  record ManagedIdentity(Optional<String> clientId) implements EntraLogin {
    public ManagedIdentity {
      requireNonNull(clientId, "clientId");
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.managedIdentity(this);
    }
  }
}
