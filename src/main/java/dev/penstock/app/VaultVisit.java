package dev.penstock.app;

import com.azure.core.credential.TokenRequestContext;
import dev.penstock.doctor.Vault;
import dev.penstock.identity.TokenClaims;
import dev.penstock.secret.keyvault.KeyVaultSecrets;
import dev.penstock.secret.keyvault.Patience;
import dev.penstock.secret.keyvault.VaultAddress;
import dev.penstock.secret.keyvault.VaultLogin;
import dev.penstock.secret.keyvault.VaultReach;
import dev.penstock.secret.keyvault.VaultUse;
import dev.penstock.secret.keyvault.VaultUse.Unavailable;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** The vault as the doctor sees it. */
final class VaultVisit implements Vault {
  private final VaultAddress address;
  private final URI endpoint;
  private final VaultLogin login;
  private final Clock clock;

  /**
   * @param endpoint where {@code address} answers
   */
  VaultVisit(VaultAddress address, URI endpoint, VaultLogin login, Clock clock) {
    this.address = address;
    this.endpoint = endpoint;
    this.login = login;
    this.clock = clock;
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Access access() {
    VaultUse use = new VaultUse(Set.of(), Unavailable.FAILS, notice -> {}, Patience.USUAL, clock);
    VaultReach reach = new KeyVaultSecrets(address, login, use).reach();
    return new Access(reach.identity(), claims(), reach.latency(), reach.names(), reach.refusal());
  }

  /** Of the token that has just been given, which the library still has. */
  private Optional<String> claims() {
    String cloud = address.host().replaceFirst("^[^.]*\\.", "");
    TokenRequestContext scope =
        new TokenRequestContext().addScopes("https://" + cloud + "/.default");
    return TokenClaims.of(login.credential().getTokenSync(scope).getToken())
        .map(TokenClaims::words);
  }
}
