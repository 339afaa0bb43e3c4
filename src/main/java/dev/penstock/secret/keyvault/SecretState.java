package dev.penstock.secret.keyvault;

import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a secret may be used now. The vault hands out secrets outside their dates, and so it is
 * for us to look; an older value from another store must not take their place unseen.
 */
final class SecretState {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);

  private SecretState() {}

  /** Why this secret must not be used; empty when it may. */
  static Optional<IngestException> refusal(
      VaultAddress address, SecretProperties secret, Instant now) {
    if (Boolean.FALSE.equals(secret.isEnabled())) {
      return Optional.of(disabled(address, secret.getName()));
    }
    OffsetDateTime expires = secret.getExpiresOn();
    if (expires != null && !now.isBefore(expires.toInstant())) {
      return Optional.of(
          refused(
              "%s: the secret %s expired on %s.\nStore the new value with a later date, or, if the value still holds, move the date: az keyvault secret set-attributes --vault-name %s --name %s --expires DATE"
                  .formatted(
                      address, secret.getName(), text(expires), address.name(), secret.getName())));
    }
    OffsetDateTime begins = secret.getNotBefore();
    if (begins != null && now.isBefore(begins.toInstant())) {
      return Optional.of(
          refused(
              "%s: the secret %s is not valid before %s.\nWait until then, or move the date: az keyvault secret set-attributes --vault-name %s --name %s --not-before DATE"
                  .formatted(
                      address, secret.getName(), text(begins), address.name(), secret.getName())));
    }
    return Optional.empty();
  }

  static IngestException disabled(VaultAddress address, String name) {
    return refused(
        "%s: the secret %s is disabled.\nEnable it: az keyvault secret set-attributes --vault-name %s --name %s --enabled true"
            .formatted(address, name, address.name(), name));
  }

  private static IngestException refused(String message) {
    return new IngestException(ErrorCode.SECRET, message);
  }

  private static String text(OffsetDateTime time) {
    return TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
