package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretCopy;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies secrets into a vault. */
public final class VaultCopy implements SecretCopy {
  private final VaultAddress address;
  private final VaultRequests requests;
  private final List<SecretKey> keys;
  private final SecretStore from;

  /**
   * @param keys what to copy
   * @param from has them all
   */
  public VaultCopy(VaultAddress address, VaultLogin login, List<SecretKey> keys, SecretStore from) {
    this.address = address;
    this.requests = VaultRequests.to(address, login, Patience.USUAL);
    this.keys = List.copyOf(keys);
    this.from = requireNonNull(from, "from");
  }

  @Override
  public String target() {
    return address.toString();
  }

  @Override
  public List<Step> steps() {
    VaultNames names = new VaultNames();
    // All names first: nothing is asked of the vault when two keys would fall on one.
    keys.forEach(names::claim);
    List<Step> steps = new ArrayList<>();
    for (SecretKey key : keys) {
      steps.add(step(key, VaultNames.of(key)));
    }
    return steps;
  }

  private Step step(SecretKey key, String name) {
    if (name.length() > VaultNames.LONGEST) {
      return new Step(
          key,
          name,
          State.REFUSED,
          "the name has %d characters, and a vault takes %d.\nGive the source a shorter name."
              .formatted(name.length(), VaultNames.LONGEST));
    }
    try {
      Optional<KeyVaultSecret> there = requests.get(name);
      State state = there.map(secret -> compared(key, secret)).orElse(State.NEW);
      return new Step(key, name, state, "");
    } catch (VaultUnavailableException e) {
      throw e;
    } catch (IngestException e) {
      return new Step(key, name, State.REFUSED, e.getMessage());
    }
  }

  private State compared(SecretKey key, KeyVaultSecret secret) {
    return value(key).equals(secret.getValue()) ? State.SAME : State.DIFFERS;
  }

  @Override
  public void write(Step step) {
    requests.set(step.name(), value(step.key()));
  }

  private String value(SecretKey key) {
    return from.find(key)
        .map(Secret::reveal)
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.SECRET,
                    "%s, %s: it has gone from the file.\nStart again."
                        .formatted(key.ownerInWords(), key.key())));
  }
}
