package dev.penstock.app;

import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.keyvault.VaultAddress;
import java.util.Optional;

/** The stores of this machine, for checks that reach no network although a run asks a vault. */
final class WithoutVault implements SecretStore {
  private final SecretStore local;

  WithoutVault(SecretStore local) {
    this.local = local;
  }

  static Problem note(VaultAddress vault) {
    return Problem.warning(
        vault.toString(),
        "it is asked at run time alone, so that what sources need was not checked.",
        "Run ./run.sh secrets check to see which store answers for each key.");
  }

  @Override
  public Optional<Secret> find(SecretKey key) {
    return local.find(key);
  }

  @Override
  public String place(SecretKey key) {
    return local.place(key);
  }

  @Override
  public boolean tellsAll() {
    return false;
  }
}
