package dev.penstock.app;

import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.secret.AskedKeys;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.SecretCopy;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.secret.SecretStores;
import dev.penstock.secret.env.EnvironmentSecrets;
import dev.penstock.secret.keyvault.KeyVaultSecrets;
import dev.penstock.secret.keyvault.Patience;
import dev.penstock.secret.keyvault.VaultAddress;
import dev.penstock.secret.keyvault.VaultCopy;
import dev.penstock.secret.keyvault.VaultUse;
import dev.penstock.secret.toml.TomlSecrets;
import dev.penstock.workbook.WorkbookContents;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where secrets are looked for, in which order. */
final class SecretPlaces {
  /** In the place of a key, for what concerns several of them. */
  private static final SecretKey SETTINGS = SecretKey.ofDestination("filesystem", "(settings)");

  private final Path home;
  private final Map<String, String> environment;
  private final Redactor redactor;
  private final AzureWiring azure;
  private final Consumer<String> notice;

  /**
   * @param notice tells the console what is no result
   */
  SecretPlaces(
      Path home,
      Map<String, String> environment,
      Redactor redactor,
      AzureWiring azure,
      Consumer<String> notice) {
    this.home = home;
    this.environment = environment;
    this.redactor = redactor;
    this.azure = azure;
    this.notice = notice;
  }

  /** What is wrong with the secrets file although it can be used. */
  List<Problem> warnings() {
    return file().warnings();
  }

  /** Whether a run will surely speak to Azure, as far as can be told without asking anybody. */
  boolean nameAzure() {
    if (VaultAddress.of(environment).isPresent()) {
      return true;
    }
    return local().stream()
        .flatMap(store -> store.find(Target.BUCKET_URL).stream())
        .anyMatch(url -> Target.isOtherStore(url.reveal()));
  }

  /** For a run: the vault if there is one, the environment, the file. */
  SecretStore all(WorkbookContents contents, Clock clock) {
    List<SecretStore> stores = new ArrayList<>();
    vault(contents, clock).ifPresent(stores::add);
    stores.addAll(local());
    return new SecretStores(stores, redactor);
  }

  /** For checks that reach no network; adds to {@code problems} what that leaves open. */
  SecretStore offline(WorkbookContents contents, List<Problem> problems) {
    problems.addAll(warnings());
    SecretStore local = new SecretStores(local(), redactor);
    Optional<VaultAddress> vault = VaultAddress.of(environment);
    if (vault.isEmpty()) {
      return local;
    }
    problems.addAll(KeyVaultSecrets.collisions(sourceNames(contents.jobs())));
    problems.add(WithoutVault.note(vault.get()));
    return new WithoutVault(local);
  }

  /** The vault that AZURE_KEY_VAULT_URL names; empty when it names none. */
  Optional<KeyVaultSecrets> vault(WorkbookContents contents, Clock clock) {
    return VaultAddress.of(environment)
        .map(
            address ->
                new KeyVaultSecrets(
                    address,
                    azure.vaultLogin(),
                    new VaultUse(
                        sourceNames(contents.jobs()),
                        contents.settings().vaultRequired()
                            ? VaultUse.Unavailable.FAILS
                            : VaultUse.Unavailable.IS_PASSED_OVER,
                        notice,
                        Patience.USUAL,
                        clock)));
  }

  SecretCopy copy() {
    VaultAddress address = VaultAddress.of(environment).orElseThrow(VaultAddress::notSet);
    TomlSecrets file = file();
    return new VaultCopy(
        address, azure.vaultLogin(), file.keys(), new SecretStores(List.of(file), redactor));
  }

  /**
   * What the destination asks for. What is wrong with its settings is a failed key of its own, so
   * that it does not hide the others.
   *
   * @param problems asks for all that the destination reads
   */
  static List<KeyAnswer> answers(SecretStore store, Function<SecretStore, List<Problem>> problems) {
    AskedKeys asked = new AskedKeys(store);
    List<Problem> found = problems.apply(asked);
    List<KeyAnswer> answers = new ArrayList<>(asked.answers());
    found.stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .map(problem -> new KeyAnswer(SETTINGS, KeyAnswer.Outcome.FAILED, problem.message()))
        .forEach(answers::add);
    return answers;
  }

  private List<SecretStore> local() {
    return List.of(new EnvironmentSecrets(environment), file());
  }

  private TomlSecrets file() {
    return TomlSecrets.read(home.resolve(".dlt").resolve("secrets.toml"));
  }

  private static Set<String> sourceNames(List<Job> jobs) {
    return jobs.stream().map(Job::sourceName).collect(Collectors.toSet());
  }
}
