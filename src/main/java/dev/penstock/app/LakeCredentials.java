package dev.penstock.app;

import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.storage.adls.AdlsAccess;
import dev.penstock.storage.adls.SasTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of {@code [destination.filesystem]}, under the names that dlt gives them. The
 * first that is there opens the lake: account key, SAS, service principal; else whoever the machine
 * is.
 */
final class LakeCredentials {
  private static final String SECTION = "[destination.filesystem.credentials]";
  private static final String ACCOUNT_KEY = "azure_storage_account_key";
  private static final String SAS = "azure_storage_sas_token";
  private static final String TENANT = "azure_tenant_id";
  private static final String CLIENT = "azure_client_id";
  private static final String CLIENT_SECRET = "azure_client_secret";
  private static final List<String> PRINCIPAL = List.of(TENANT, CLIENT, CLIENT_SECRET);
  private static final int KEY_BYTES = 64;

  private final SecretStore secrets;
  private final Map<String, Secret> found = new LinkedHashMap<>();

  LakeCredentials(SecretStore secrets) {
    this.secrets = secrets;
    List.of(ACCOUNT_KEY, SAS, TENANT, CLIENT, CLIENT_SECRET)
        .forEach(key -> find(key).ifPresent(secret -> found.put(key, secret)));
  }

  Optional<String> accountName() {
    return find("azure_storage_account_name").map(secret -> secret.reveal().strip());
  }

  Optional<String> accountHost() {
    return find("azure_account_host").map(secret -> secret.reveal().strip());
  }

  /** What opens the account; only to be asked when {@link #problems} names no error. */
  AdlsAccess access(String account, Azure azure) {
    if (found.containsKey(ACCOUNT_KEY)) {
      Secret key = found.get(ACCOUNT_KEY);
      return new AdlsAccess.AccountKey(account, new Secret(key.reveal().strip(), key.store()));
    }
    if (found.containsKey(SAS)) {
      return new AdlsAccess.SasToken(SasTerms.bare(found.get(SAS)));
    }
    return new AdlsAccess.SignedIn(
        found.containsKey(CLIENT_SECRET)
            ? azure.servicePrincipal(
                found.get(TENANT).reveal().strip(),
                found.get(CLIENT).reveal().strip(),
                found.get(CLIENT_SECRET))
            : azure.ofThisMachine());
  }

  /** What can be told of them without a network. */
  List<Problem> problems(Instant now) {
    List<Problem> problems = new ArrayList<>();
    incompletePrincipal().ifPresent(problems::add);
    if (found.containsKey(ACCOUNT_KEY)) {
      keyProblem(found.get(ACCOUNT_KEY).reveal().strip()).ifPresent(problems::add);
    } else if (found.containsKey(SAS)) {
      problems.addAll(new SasTerms(found.get(SAS)).problems(now));
    }
    severalWays().ifPresent(problems::add);
    return problems;
  }

  private Optional<Problem> incompletePrincipal() {
    List<String> missing = PRINCIPAL.stream().filter(key -> !found.containsKey(key)).toList();
    if (missing.isEmpty() || missing.size() == PRINCIPAL.size()) {
      return Optional.empty();
    }
    List<String> given = PRINCIPAL.stream().filter(found::containsKey).toList();
    return Optional.of(
        Problem.error(
            SECTION,
            "a service principal has %s, but no %s."
                .formatted(String.join(" and ", given), String.join(" and no ", missing)),
            "Give all three, or none: then whoever the machine is signs in."));
  }

  private static Optional<Problem> keyProblem(String key) {
    String where = SECTION + " " + ACCOUNT_KEY;
    String mend =
        "Copy the key whole: az storage account keys list --account-name ACCOUNT --query \"[0].value\" --output tsv.";
    if (key.contains("AccountKey=")) {
      return Optional.of(
          Problem.error(
              where, "it is a connection string.", "Give what follows AccountKey= alone."));
    }
    try {
      int bytes = Base64.getDecoder().decode(key).length;
      return bytes == KEY_BYTES
          ? Optional.empty()
          : Optional.of(
              Problem.warning(
                  where,
                  "it has %d bytes, but the keys of accounts have %d.".formatted(bytes, KEY_BYTES),
                  mend));
    } catch (IllegalArgumentException e) {
      return Optional.of(Problem.error(where, "it is not Base64, as every key is.", mend));
    }
  }

  private Optional<Problem> severalWays() {
    List<String> ways = new ArrayList<>();
    if (found.containsKey(ACCOUNT_KEY)) {
      ways.add("an account key");
    }
    if (found.containsKey(SAS)) {
      ways.add("a SAS");
    }
    if (found.keySet().containsAll(PRINCIPAL)) {
      ways.add("a service principal");
    }
    return ways.size() < 2
        ? Optional.empty()
        : Optional.of(
            Problem.warning(
                SECTION,
                "there is %s; %s is used."
                    .formatted(
                        String.join(" and ", ways), ways.get(0).replaceFirst("^an? ", "the ")),
                "Take away what is not needed."));
  }

  private Optional<Secret> find(String key) {
    return secrets.find(SecretKey.ofDestination("filesystem", key));
  }
}
