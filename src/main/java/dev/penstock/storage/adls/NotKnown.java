package dev.penstock.storage.adls;

import dev.penstock.storage.adls.AdlsAccess.AccountKey;
import dev.penstock.storage.adls.AdlsAccess.Cases;
import dev.penstock.storage.adls.AdlsAccess.SasToken;
import dev.penstock.storage.adls.AdlsAccess.SignedIn;
import dev.penstock.storage.adls.AdlsFailures.Refusal;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AuthenticationFailed: a key, a SAS token or a signature that does not fit. */
record NotKnown(Answer answer, AdlsAddress address) implements Cases<Refusal> {
  private static final Pattern FRAME =
      Pattern.compile("Start \\[([^\\]]*)\\] - Expiry \\[([^\\]]*)\\] - Current \\[([^\\]]*)\\]");
  private static final String NEW_SAS =
      "Make a new SAS token that outlives the longest run, and put it into azure_storage_sas_token.";

  @Override
  public Refusal accountKey(AccountKey access) {
    return Refusal.forGood(
        "the key of storage account '%s' is wrong, or was rotated".formatted(access.account()),
        "Copy key1 or key2 from the portal (Access keys) into azure_storage_account_key.");
  }

  @Override
  public Refusal sasToken(SasToken access) {
    Matcher frame = FRAME.matcher(answer.text());
    if (frame.find()) {
      return outside(frame);
    }
    return Refusal.forGood(
        "the SAS token is not one of storage account '%s', or its key was rotated"
            .formatted(address.account()),
        "Copy it whole, without a question mark before it, or make a new one.");
  }

  @Override
  public Refusal signedIn(SignedIn access) {
    return Refusal.forGood(
        "the service does not accept the token of " + access.identity().words(),
        "Check azure_tenant_id and this machine's clock.");
  }

  private static Refusal outside(Matcher frame) {
    Optional<Instant> start = time(frame.group(1));
    Optional<Instant> now = time(frame.group(3));
    if (start.isPresent() && now.isPresent() && now.get().isBefore(start.get())) {
      return Refusal.forGood(
          "the SAS token is not valid before %s, and the service's clock says %s"
              .formatted(start.get(), now.get()),
          "Wait, or make the token with a start 15 minutes back, as clocks differ.");
    }
    String expiry = time(frame.group(2)).map(Instant::toString).orElse("an earlier time");
    String said = now.map(Instant::toString).orElse("that it is later");
    return Refusal.forGood(
        "the SAS token expired at %s; the service's clock says %s".formatted(expiry, said),
        NEW_SAS);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      // The message goes without the time then.
      return Optional.empty();
    }
  }
}
