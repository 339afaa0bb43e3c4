package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.AuthType;
import dev.penstock.job.SourceSettings;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers the settings of one API. For each key the secret store wins over the sheet {@code
 * Sources}.
 */
final class RestLookup {
  private final SourceSettings sheet;
  private final SecretStore secrets;

  RestLookup(SourceSettings sheet, SecretStore secrets) {
    this.sheet = sheet;
    this.secrets = secrets;
  }

  private String where() {
    return "source " + sheet.name();
  }

  /** Everything that is given; throws IngestException(CONFIG) at the first that is wrong. */
  ApiOptions options() {
    ApiOptions options = given();
    valueProblems(options).stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IngestException(ErrorCode.CONFIG, problem.message());
            });
    return options;
  }

  private ApiOptions given() {
    Map<ApiSetting, String> values = new EnumMap<>(ApiSetting.class);
    for (ApiSetting setting : ApiSetting.values()) {
      find(setting.key()).ifPresent(text -> values.put(setting, text));
    }
    return new ApiOptions(values);
  }

  private Optional<String> find(String key) {
    return secrets
        .find(SecretKey.ofSource(sheet.name(), key))
        .map(Secret::reveal)
        .or(() -> Optional.ofNullable(sheet.values().get(key)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private List<Problem> valueProblems(ApiOptions options) {
    List<Problem> problems = new ArrayList<>();
    options
        .values()
        .forEach(
            (setting, text) ->
                setting.problem(where() + ", " + setting.key(), text).ifPresent(problems::add));
    return problems;
  }

  /** What keeps the API from being asked, for jobs that ask in this way. */
  List<Problem> problems(Optional<AuthType> auth, boolean needsBase) {
    ApiOptions options = given();
    List<Problem> problems = valueProblems(options);
    if (problems.isEmpty() && secrets.tellsAll()) {
      for (String key : missing(options, auth, needsBase)) {
        problems.add(Problem.error(where(), "no " + key + ".", places(key)));
      }
    }
    return problems;
  }

  /** The keys that are needed and not there. */
  static List<String> missing(ApiOptions options, Optional<AuthType> auth, boolean needsBase) {
    List<ApiSetting> needed = new ArrayList<>();
    if (needsBase) {
      needed.add(ApiSetting.BASE_URL);
    }
    needed.addAll(
        switch (auth(options, auth)) {
          case NONE -> List.of();
          case API_KEY -> List.of(ApiSetting.API_KEY);
          case BEARER -> List.of(ApiSetting.TOKEN);
          case BASIC -> List.of(ApiSetting.USERNAME);
          case OAUTH2 -> oauth(options);
          case ENTRA -> entra(options);
          case HMAC -> List.of(ApiSetting.SIGNATURE_SECRET);
        });
    return needed.stream()
        .filter(setting -> options.text(setting).isEmpty())
        .map(ApiSetting::key)
        .toList();
  }

  /** An app that lives on people's machines has a refresh token and no secret. */
  private static List<ApiSetting> oauth(ApiOptions options) {
    List<ApiSetting> needed =
        new ArrayList<>(
            List.of(ApiSetting.OAUTH_URL, ApiSetting.CLIENT_ID, ApiSetting.CLIENT_SECRET));
    if (options.text(ApiSetting.REFRESH_TOKEN).isPresent()) {
      needed.remove(ApiSetting.CLIENT_SECRET);
    }
    return needed;
  }

  private static List<ApiSetting> entra(ApiOptions options) {
    return options.text(ApiSetting.AZURE_CLIENT_SECRET).isPresent()
        ? List.of(ApiSetting.SCOPE, ApiSetting.AZURE_TENANT_ID, ApiSetting.AZURE_CLIENT_ID)
        : List.of(ApiSetting.SCOPE);
  }

  /** How requests are signed: as the job says, or the source, or the secrets that are there. */
  static AuthType auth(ApiOptions options, Optional<AuthType> asked) {
    Optional<AuthType> stated =
        asked.or(() -> options.text(ApiSetting.AUTH_TYPE).flatMap(AuthType::parse));
    if (stated.isPresent()) {
      return stated.get();
    }
    if (options.text(ApiSetting.TOKEN).isPresent()) {
      return AuthType.BEARER;
    }
    boolean signs = options.text(ApiSetting.SIGNATURE_SECRET).isPresent();
    if (options.text(ApiSetting.API_KEY).isPresent() && !signs) {
      return AuthType.API_KEY;
    }
    if (options.text(ApiSetting.OAUTH_URL).isPresent()) {
      return AuthType.OAUTH2;
    }
    if (signs) {
      return AuthType.HMAC;
    }
    return options.text(ApiSetting.USERNAME).isPresent() ? AuthType.BASIC : AuthType.NONE;
  }

  /** Whether a key that is not found is not there. */
  boolean tellsAll() {
    return secrets.tellsAll();
  }

  /** A hash without a key could be found again by trying. */
  void requireSalt(ApiOptions merged) {
    if (merged.text(ApiSetting.MASK_SALT).isEmpty()) {
      String key = ApiSetting.MASK_SALT.key();
      throw new IngestException(
          ErrorCode.SECRET,
          "%s: no %s, which mask_columns needs.\n%s".formatted(where(), key, places(key)));
    }
  }

  void requireAll(ApiOptions options, Optional<AuthType> auth, boolean needsBase) {
    List<String> missing = missing(options, auth, needsBase);
    if (!missing.isEmpty()) {
      throw new IngestException(
          ErrorCode.SECRET,
          "%s: no %s.\n%s".formatted(where(), String.join(", ", missing), places(missing.get(0))));
    }
  }

  String places(String key) {
    return "Looked in sheet Sources (source_name %s, column %s) and %s."
        .formatted(sheet.name(), key, secrets.place(SecretKey.ofSource(sheet.name(), key)));
  }

  /** Headers that come from the secret store may be secrets, whatever they are called. */
  boolean keepsInStore(ApiSetting setting) {
    return secrets.find(SecretKey.ofSource(sheet.name(), setting.key())).isPresent();
  }
}
