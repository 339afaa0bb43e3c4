package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.SourceSettings;
import dev.penstock.secret.AskedKeys;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.KeyAnswer.Outcome;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.jdbc.dialect.Access;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gathers the settings of one connection. For each key the secret store wins over the sheet {@code
 * Sources}, and both over what a {@code url} or {@code credentials} says.
 */
final class ConnectionLookup {
  private static final String OPTION = "option_";

  /** Names, addresses of both kinds, several of them, and an instance of SQL Server. */
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:\\[\\],%\\\\-]+");

  private static final Map<String, String> SYNONYMS = Map.of("username", "user");

  private final SourceSettings sheet;
  private final SecretStore secrets;

  ConnectionLookup(SourceSettings sheet, SecretStore secrets) {
    this.sheet = sheet;
    this.secrets = secrets;
  }

  /** All it takes to connect; throws IngestException(SECRET) when something is missing. */
  ConnectionSettings settings(Access access) {
    ConnectionUrl url = url(access);
    EntraLookup entra = entra(access, url);
    Stream.concat(missing(required(access, url, entra), url).stream(), entra.problems().stream())
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IngestException(ErrorCode.SECRET, problem.message());
            });
    return new ConnectionSettings(
        sheet.name(),
        find("host", url).map(this::host),
        find("port", url).map(this::port).orElse(0),
        find("database", url),
        find("path", url),
        find("username", url),
        find("password", url).map(value -> new Secret(value, "settings of " + sheet.name())),
        entra.login(),
        own(access, url),
        options(access, url));
  }

  private Map<String, Secret> own(Access access, ConnectionUrl url) {
    Map<String, Secret> own = new HashMap<>();
    for (String key : access.ownKeys()) {
      find(key, url).ifPresent(v -> own.put(key, new Secret(v, "settings of " + sheet.name())));
    }
    return own;
  }

  /** What to say to each new connection; throws IngestException(CONFIG) for what is not meant. */
  SessionSql sessionSql() {
    return find(SessionSql.KEY)
        .map(cell -> SessionSql.parse(sheet.name(), cell))
        .orElseGet(() -> SessionSql.none(sheet.name()));
  }

  /**
   * What keeps a connection from being tried; nothing of what is missing when the store does not
   * tell all. That there is no password where a user name is due is a warning alone, as a server
   * may trust the machine or the system's user.
   */
  List<Problem> problems(Access access) {
    ConnectionUrl url = url(access);
    EntraLookup entra = entra(access, url);
    List<Problem> problems = new ArrayList<>();
    missing(required(access, url, entra), url)
        .filter(problem -> secrets.tellsAll())
        .ifPresent(problems::add);
    problems.addAll(entra.problems());
    boolean password = find("password", url).isPresent();
    if (entra.isWanted() && password) {
      problems.add(
          warning("authentication and a password.", "The password is not used; remove it."));
    }
    List<String> required = required(access, url, entra);
    if (!entra.isWanted()
        && !password
        && required.contains("username")
        && !required.contains("password")
        && secrets.tellsAll()) {
      problems.add(
          warning(
              "no password.",
              places("password") + " All is well if the server lets this user in without one."));
    }
    access.ownKeys().forEach(this::find);
    // Last, as it may throw, and answers() is to see every key asked for.
    find("port", url).ifPresent(this::port);
    find("host", url).ifPresent(this::host);
    sessionSql();
    return problems;
  }

  private Problem warning(String what, String mend) {
    return Problem.warning("source " + sheet.name(), what, mend);
  }

  private EntraLookup entra(Access access, ConnectionUrl url) {
    return new EntraLookup(sheet.name(), key -> option(key, url), this::places, access.tokens());
  }

  /** An option may stand under its bare name, as dlt has it below {@code query}, or in the URL. */
  private Optional<String> option(String key, ConnectionUrl url) {
    return option(key)
        .or(() -> Optional.ofNullable(sheet.values().get(OPTION + key)))
        .or(() -> Optional.ofNullable(url.options().get(key)))
        .filter(value -> !value.isBlank());
  }

  private Optional<String> option(String key) {
    return find(key).or(() -> find("query." + key)).filter(value -> !value.isBlank());
  }

  /**
   * Where each key that a connection reads comes from. One that no place has is left out when
   * another may stand for it or the driver knows a usual value.
   */
  List<KeyAnswer> answers(Access access) {
    AskedKeys asked = new AskedKeys(secrets);
    ConnectionLookup lookup = new ConnectionLookup(sheet, asked);
    List<KeyAnswer> failures = new ArrayList<>();
    try {
      lookup.problems(access);
    } catch (IngestException e) {
      SecretKey port = SecretKey.ofSource(sheet.name(), "port");
      failures.add(new KeyAnswer(port, Outcome.FAILED, e.getMessage()));
    }
    ConnectionUrl url = lookup.url(access);
    List<KeyAnswer> answers = new ArrayList<>();
    for (KeyAnswer answer : asked.answers()) {
      KeyAnswer completed =
          lookup.completed(answer, lookup.required(access, url, lookup.entra(access, url)), url);
      String key = answer.key().key().replaceFirst("^query\\.", "");
      boolean usual = hasStandIn(key) || access.secretOptions().contains(key);
      if (completed.outcome() != Outcome.OPTIONAL || !usual) {
        answers.add(completed);
      }
    }
    answers.removeIf(answer -> failures.stream().anyMatch(f -> f.key().equals(answer.key())));
    answers.addAll(failures);
    return List.copyOf(answers);
  }

  private KeyAnswer completed(KeyAnswer answer, List<String> required, ConnectionUrl url) {
    String key = answer.key().key();
    if (answer.outcome() != Outcome.OPTIONAL) {
      return answer;
    }
    if (!sheet.values().getOrDefault(key, "").isEmpty()) {
      return new KeyAnswer(answer.key(), Outcome.FOUND, "sheet Sources");
    }
    if (url.parts().containsKey(key)) {
      return new KeyAnswer(answer.key(), Outcome.FOUND, "the url or credentials of the source");
    }
    boolean needed = required.contains(key) && find(key, url).isEmpty();
    return new KeyAnswer(answer.key(), needed ? Outcome.NEEDED : Outcome.OPTIONAL, places(key));
  }

  private static boolean hasStandIn(String key) {
    return SYNONYMS.containsKey(key)
        || SYNONYMS.containsValue(key)
        || List.of("credentials", "url", "port", SessionSql.KEY).contains(key);
  }

  private ConnectionUrl url(Access access) {
    return find("credentials")
        .or(() -> find("url"))
        .map(url -> access.takesWhole(url) ? ConnectionUrl.whole(url) : ConnectionUrl.parse(url))
        .orElse(ConnectionUrl.NONE);
  }

  /** A token may tell by itself whose it is. */
  private List<String> required(Access access, ConnectionUrl url, EntraLookup entra) {
    boolean named =
        entra.isWanted() && access.tokens().filter(rules -> !rules.needsUsername()).isPresent();
    return access.requiredKeys(given(url)).stream()
        .filter(key -> !named || !key.equals("username"))
        .toList();
  }

  private Access.Given given(ConnectionUrl url) {
    return new Access.Given() {
      @Override
      public Optional<String> setting(String key) {
        return find(key, url);
      }

      @Override
      public Optional<String> option(String name) {
        return ConnectionLookup.this.option(name, url);
      }
    };
  }

  private Optional<Problem> missing(List<String> required, ConnectionUrl url) {
    List<String> missing = required.stream().filter(key -> find(key, url).isEmpty()).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                "source " + sheet.name(),
                "no " + String.join(", ", missing) + ".",
                places(missing.get(0))));
  }

  private Optional<String> find(String key, ConnectionUrl url) {
    return find(key).or(() -> Optional.ofNullable(url.parts().get(key)));
  }

  private Optional<String> find(String key) {
    Optional<String> found = findExactly(key);
    return found.isEmpty() && SYNONYMS.containsKey(key) ? findExactly(SYNONYMS.get(key)) : found;
  }

  private Optional<String> findExactly(String key) {
    return secrets
        .find(SecretKey.ofSource(sheet.name(), key))
        .map(Secret::reveal)
        .or(() -> Optional.ofNullable(sheet.values().get(key)))
        .filter(value -> !value.isEmpty());
  }

  /** What else could stand in a cell would be read as part of the driver's URL. */
  private String host(String text) {
    if (HOST.matcher(text).matches()) {
      return text;
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "source %s, host: '%s' is no name of a server.\nWrite its name or address alone, such as db.example.com; port and database have settings of their own."
            .formatted(sheet.name(), text));
  }

  private Integer port(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "source %s, port: '%s' is not a port number.\nGive a whole number from 1 to 65535."
            .formatted(sheet.name(), text));
  }

  private Map<String, String> options(Access access, ConnectionUrl url) {
    Map<String, String> options = new HashMap<>(url.options());
    sheet
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OPTION)) {
                options.put(key.substring(OPTION.length()), value);
              }
            });
    options.keySet().removeAll(EntraLookup.KEYS);
    access.secretOptions().forEach(key -> option(key).ifPresent(v -> options.put(key, v)));
    return options;
  }

  private String places(String key) {
    return "Looked in sheet Sources (source_name %s, column %s), %s, and for a url or credentials in the same places."
        .formatted(sheet.name(), key, secrets.place(SecretKey.ofSource(sheet.name(), key)));
  }
}
