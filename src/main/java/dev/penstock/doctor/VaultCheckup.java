package dev.penstock.doctor;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.ArrayList;
import java.util.List;

/** Knocks at the vault, signs in, lists the names of its secrets, and reads one nobody has. */
public final class VaultCheckup implements Checkup {
  private final Vault vault;
  private final FrontDoor door;

  public VaultCheckup(Vault vault, FrontDoor door) {
    this.vault = requireNonNull(vault, "vault");
    this.door = requireNonNull(door, "door");
  }

  @Override
  public String subject() {
    return vault.name();
  }

  @Override
  public void examine(Chart chart) {
    // Its own client tries a vault that is silent for a minute; that one knock tells at once.
    if (!door.knock(vault.endpoint(), chart)) {
      return;
    }
    chart.step("signing in and asking for a secret");
    Vault.Access access = vault.access();
    chart.latency(access.latency());
    chart.fact("identity", access.identity());
    access.claims().ifPresent(who -> chart.fact("signed in as", who));
    chart.fact("allowed", allowed(access));
    access.refusal().map(VaultCheckup::refused).ifPresent(chart::add);
  }

  /** Listing is a convenience: without it each key is asked for by its name. */
  private static String allowed(Vault.Access access) {
    List<String> allowed = new ArrayList<>();
    access
        .names()
        .ifPresent(
            count ->
                allowed.add("list (%,d %s)".formatted(count, count == 1 ? "secret" : "secrets")));
    if (access.refusal().isEmpty()) {
      allowed.add("get");
    }
    return allowed.isEmpty() ? "nothing" : String.join(", ", allowed);
  }

  private static Finding refused(String message) {
    return Finding.of(new IngestException(ErrorCode.SECRET, message));
  }
}
