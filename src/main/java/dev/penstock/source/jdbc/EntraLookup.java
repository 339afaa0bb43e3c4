package dev.penstock.source.jdbc;

import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.source.jdbc.dialect.TokenRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds out from its settings whether a source signs in with Microsoft Entra ID, and as whom. */
final class EntraLookup {
  private static final String AUTHENTICATION = "authentication";
  private static final String TENANT = "azure_tenant_id";
  private static final String CLIENT = "azure_client_id";
  private static final String CLIENT_SECRET = "azure_client_secret";
  private static final List<String> IDENTITY = List.of(TENANT, CLIENT, CLIENT_SECRET);

  /** These options are for signing in, and none of the driver's. */
  static final Set<String> KEYS = Set.of(AUTHENTICATION, TENANT, CLIENT, CLIENT_SECRET);

  /** With these words, a driver means a password. */
  private static final Set<String> PASSWORD_WORDS = Set.of("sqlpassword", "notspecified");

  /** The words as the driver of SQL Server has them. */
  private enum Word {
    MACHINE("ActiveDirectoryDefault", List.of(), List.of()),
    SERVICE_PRINCIPAL("ActiveDirectoryServicePrincipal", IDENTITY, IDENTITY),
    MANAGED_IDENTITY("ActiveDirectoryManagedIdentity", List.of(), List.of(CLIENT));

    private final String text;
    private final List<String> needed;
    private final List<String> taken;

    Word(String text, List<String> needed, List<String> taken) {
      this.text = text;
      this.needed = needed;
      this.taken = taken;
    }

    static List<String> texts() {
      return Stream.of(values()).map(word -> word.text).toList();
    }

    static Optional<Word> parse(String text) {
      return text.equalsIgnoreCase("ActiveDirectoryMSI")
          ? Optional.of(MANAGED_IDENTITY)
          : Arrays.stream(values()).filter(word -> word.text.equalsIgnoreCase(text)).findFirst();
    }
  }

  /** The settings of one source. */
  interface Settings {
    /** The value of an option; empty when no place has one. */
    Optional<String> option(String key);
  }

  private final String source;
  private final Settings settings;
  private final UnaryOperator<String> places;
  private final Optional<TokenRules> rules;
  private final Optional<String> text;

  /**
   * @param places where a key is looked for, as a sentence
   * @param rules how the database takes tokens; empty when it takes none
   */
  EntraLookup(
      String source, Settings settings, UnaryOperator<String> places, Optional<TokenRules> rules) {
    this.source = source;
    this.settings = settings;
    this.places = places;
    this.rules = rules;
    this.text =
        settings
            .option(AUTHENTICATION)
            .map(String::strip)
            .filter(word -> !PASSWORD_WORDS.contains(word.toLowerCase(Locale.ROOT)));
  }

  /** Whether the source is meant to sign in without a password, rightly set up or not. */
  boolean isWanted() {
    return text.isPresent();
  }

  /** As whom to sign in; empty when the source uses a password. Only right without problems. */
  Optional<EntraLogin> login() {
    return text.flatMap(Word::parse).map(this::login);
  }

  private EntraLogin login(Word word) {
    return switch (word) {
      case MACHINE -> new EntraLogin.Machine();
      case SERVICE_PRINCIPAL ->
          new EntraLogin.ServicePrincipal(
              settings.option(TENANT).orElseThrow(),
              settings.option(CLIENT).orElseThrow(),
              new Secret(settings.option(CLIENT_SECRET).orElseThrow(), "settings of " + source));
      case MANAGED_IDENTITY -> new EntraLogin.ManagedIdentity(settings.option(CLIENT));
    };
  }

  /** What keeps the source from signing in; nothing when it uses a password. */
  List<Problem> problems() {
    return text.map(this::problems).orElse(List.of());
  }

  private List<Problem> problems(String found) {
    if (rules.isEmpty()) {
      return List.of(
          error(
              "'%s', but this kind of database takes no token of Entra ID.".formatted(found),
              "Remove it."));
    }
    return Word.parse(found)
        .map(this::keyProblems)
        .orElseGet(
            () ->
                List.of(
                    error(
                        "'%s' is not known.".formatted(found),
                        Similar.sentence(found, Word.texts()))));
  }

  private List<Problem> keyProblems(Word word) {
    List<Problem> problems = new ArrayList<>();
    List<String> missing = word.needed.stream().filter(key -> !isGiven(key)).toList();
    if (!missing.isEmpty()) {
      problems.add(
          error(
              "%s needs %s.".formatted(word.text, String.join(", ", missing)),
              places.apply(missing.get(0))));
    }
    List<String> idle =
        IDENTITY.stream().filter(key -> isGiven(key) && !word.taken.contains(key)).toList();
    if (!idle.isEmpty()) {
      problems.add(
          error(
              "%s does not use %s.".formatted(word.text, String.join(", ", idle)),
              "Remove what is not meant; ActiveDirectoryServicePrincipal takes %s, and ActiveDirectoryManagedIdentity azure_client_id."
                  .formatted(String.join(", ", IDENTITY))));
    }
    return problems;
  }

  private boolean isGiven(String key) {
    return settings.option(key).isPresent();
  }

  private Problem error(String what, String mend) {
    return Problem.error("source %s, authentication".formatted(source), what, mend);
  }
}
