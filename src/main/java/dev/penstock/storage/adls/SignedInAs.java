package dev.penstock.storage.adls;

import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.adls.AdlsAccess.AccountKey;
import dev.penstock.storage.adls.AdlsAccess.Cases;
import dev.penstock.storage.adls.AdlsAccess.SasToken;
import dev.penstock.storage.adls.AdlsAccess.SignedIn;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As whom a lake is opened, for people; of tokens their claims alone. */
final class SignedInAs implements Cases<Map<String, String>> {
  private static final String SCOPE = "https://storage.azure.com/.default";

  /** What names a person, an application or an identity best; the first that is there is shown. */
  private static final List<String> NAMES = List.of("upn", "unique_name", "appid", "azp", "oid");

  @Override
  public Map<String, String> accountKey(AccountKey access) {
    return Map.of("identity", "key of account " + access.account());
  }

  @Override
  public Map<String, String> sasToken(SasToken access) {
    String until = new SasTerms(access.token()).until().map(end -> ", until " + end).orElse("");
    return Map.of("identity", "SAS token" + until);
  }

  @Override
  public Map<String, String> signedIn(SignedIn access) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("identity", access.identity().words());
    JsonNode claims = claims(token(access));
    NAMES.stream()
        .filter(claims::hasNonNull)
        .findFirst()
        .ifPresent(
            name -> facts.put("signed in as", claims.get(name).asText() + " (" + name + ")"));
    if (claims.hasNonNull("tid")) {
      facts.put("tenant", claims.get("tid").asText());
    }
    return facts;
  }

  private static String token(SignedIn access) {
    try {
      return access
          .identity()
          .credential()
          .getTokenSync(new TokenRequestContext().addScopes(SCOPE))
          .getToken();
    } catch (RuntimeException e) {
      String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "could not sign in as %s: %s\nCheck that identity, or set azure_storage_account_key or azure_storage_sas_token instead."
              .formatted(access.identity().words(), said),
          e);
    }
  }

  /** None when the token is not what tokens of Entra are; it may be of use all the same. */
  private static JsonNode claims(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      return parts.length < 2
          ? new ObjectMapper().createObjectNode()
          : new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IOException | IllegalArgumentException e) {
      return new ObjectMapper().createObjectNode();
    }
  }
}
