package dev.penstock.app;

import static java.util.Objects.requireNonNull;

import dev.penstock.doctor.Lake;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.storage.Containers;
import dev.penstock.storage.adls.AdlsAddress;
import dev.penstock.storage.local.LocalStorage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The store that {@code [destination.filesystem] bucket_url} names; without one, {@code data/}.
 * Nothing here reaches a network.
 */
final class Target implements Lake {
  static final SecretKey BUCKET_URL = SecretKey.ofDestination("filesystem", "bucket_url");
  private static final String WHERE = "[destination.filesystem] bucket_url";

  /** A drive letter of Windows is no scheme. */
  private static final Pattern OTHER_STORE = Pattern.compile("(?is)(?!file:)[a-z0-9+.-]{2,}://.*");

  /** What stands before the host of a URL may hold a password, with any character in it. */
  private static final Pattern WITH_LOGIN = Pattern.compile("(?s)(?<=://).*@");

  private final SecretStore secrets;
  private final Path home;
  private final Clock clock;
  private final Azure azure;

  Target(SecretStore secrets, Path home, Clock clock, Azure azure) {
    this.secrets = requireNonNull(secrets, "secrets");
    this.home = requireNonNull(home, "home");
    this.clock = requireNonNull(clock, "clock");
    this.azure = requireNonNull(azure, "azure");
  }

  /** Everything that can be told to be wrong with it from here. */
  @Override
  public List<Problem> problems() {
    Optional<String> lake = lake();
    return lake.isPresent() ? lakeProblems(lake.orElseThrow()) : folderProblems();
  }

  /**
   * The store, to be closed by the caller.
   *
   * @throws ConfigException with everything that {@link #problems} tells, when one is an error
   */
  @Override
  public Containers open() {
    List<Problem> problems = problems();
    if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
      throw new ConfigException(problems);
    }
    return lake()
        .map(this::openLake)
        .orElseGet(() -> Containers.folders(new LocalStorage(folder())));
  }

  private Containers openLake(String url) {
    LakeCredentials credentials = new LakeCredentials(secrets);
    AdlsAddress address = address(url, credentials);
    return azure.lake(address, credentials.access(address.account(), azure));
  }

  private List<Problem> lakeProblems(String url) {
    LakeCredentials credentials = new LakeCredentials(secrets);
    List<Problem> problems = new ArrayList<>();
    try {
      address(url, credentials);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    problems.addAll(credentials.problems(clock.instant()));
    return problems;
  }

  private static AdlsAddress address(String url, LakeCredentials credentials) {
    return AdlsAddress.parse(url, credentials.accountName(), credentials.accountHost());
  }

  private List<Problem> folderProblems() {
    try {
      folder();
    } catch (ConfigException e) {
      return e.problems();
    }
    return url().isEmpty() ? forgottenUrl() : List.of();
  }

  /** Files that land in a folder of a container that goes away at the end are lost. */
  private List<Problem> forgottenUrl() {
    return new LakeCredentials(secrets)
        .accountName()
        .map(
            account ->
                List.of(
                    Problem.warning(
                        WHERE,
                        "missing, so that files land in the folder data, though azure_storage_account_name is '"
                            + account
                            + "'.",
                        "Set bucket_url = \"abfss://container@"
                            + account
                            + ".dfs.core.windows.net/folder\".")))
        .orElse(List.of());
  }

  private Path folder() {
    Optional<String> url = url();
    if (url.isEmpty()) {
      return home.resolve("data");
    }
    String text = url.orElseThrow();
    try {
      return text.toLowerCase(Locale.ROOT).startsWith("file:")
          ? Path.of(URI.create(text))
          : home.resolve(text);
    } catch (IllegalArgumentException e) {
      // A URL with a host, a space or no third slash; a path with a NUL.
      throw new ConfigException(
          List.of(
              Problem.error(
                  WHERE,
                  "'" + WITH_LOGIN.matcher(text).replaceFirst("***@") + "' names no folder.",
                  "Name a folder, such as bucket_url = \"data\" or \"file:///srv/lake\".")));
    }
  }

  private Optional<String> lake() {
    return url().filter(Target::isOtherStore);
  }

  /** Whether a {@code bucket_url} names something else than a folder of this machine. */
  static boolean isOtherStore(String url) {
    return OTHER_STORE.matcher(url.strip()).matches();
  }

  private Optional<String> url() {
    return secrets.find(BUCKET_URL).map(secret -> secret.reveal().strip());
  }
}
