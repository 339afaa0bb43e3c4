package dev.penstock.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an API knows who asks, with every spelling that a workbook may use. */
public enum AuthType {
  NONE("none", "no_auth"),
  API_KEY("api_key", "apikey"),
  BEARER("bearer", "token", "bearer_token"),
  BASIC("basic", "http_basic"),
  OAUTH2(
      "oauth2", "oauth2_client_credentials", "client_credentials", "oauth", "oauth2_refresh_token"),
  ENTRA("entra", "entra_id", "azure_ad"),
  HMAC("hmac", "signature");

  private final List<String> spellings;

  AuthType(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The spelling that messages and the docs use. */
  public String word() {
    return spellings.get(0);
  }

  /** The type with this spelling in any letter case. */
  public static Optional<AuthType> parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    return Arrays.stream(values()).filter(type -> type.spellings.contains(wanted)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(AuthType::word).toList();
  }
}
