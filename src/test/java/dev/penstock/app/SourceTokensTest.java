package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.identity.AzureHttp;
import dev.penstock.identity.Identities;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.source.jdbc.dialect.EntraLogin;
import dev.penstock.source.rest.auth.EntraTokens;
import dev.penstock.testing.azure.EntraServer;
import dev.penstock.testing.azure.TestTls;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SourceTokensTest {
  private static final String SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

  @Test
  void eachSourceSignsInAsItself() {
    try (EntraServer entra = EntraServer.start()) {
      entra.addApp("tenant", "app1", "hush").addApp("tenant", "app2", "hush");
      SourceTokens tokens = tokens(entra);

      for (String app : new String[] {"app1", "app2"}) {
        String token = tokens.token("source of " + app, principal(app, "hush"), SCOPE).reveal();
        assertThat(entra.accepts(token).orElseThrow().appId()).isEqualTo(app);
        assertThat(entra.accepts(token).orElseThrow().audience())
            .isEqualTo("https://ossrdbms-aad.database.windows.net");
      }
    }
  }

  @Test
  void anApiGetsATokenOfItsScope() {
    try (EntraServer entra = EntraServer.start().addApp("tenant", "app", "hush")) {
      EntraTokens.Login login =
          new EntraTokens.Login(
              Optional.of("tenant"), Optional.of("app"), Optional.of(new Secret("hush", "test")));
      String token =
          tokens(entra)
              .token("rest graph", SourceRooms.entra(login), "https://graph.microsoft.com/.default")
              .reveal();
      assertThat(entra.accepts(token).orElseThrow().audience())
          .isEqualTo("https://graph.microsoft.com");
    }
  }

  @Test
  void anApiWithoutASecretSignsInAsTheMachine() {
    EntraTokens.Login managed =
        new EntraTokens.Login(Optional.empty(), Optional.of("id"), Optional.empty());
    assertThat(SourceRooms.entra(managed))
        .isEqualTo(new EntraLogin.ManagedIdentity(Optional.of("id")));
    assertThat(
            SourceRooms.entra(
                new EntraTokens.Login(Optional.empty(), Optional.empty(), Optional.empty())))
        .isEqualTo(new EntraLogin.Machine());
  }

  @Test
  void aRefusalIsFinal() {
    try (EntraServer entra = EntraServer.start().addApp("tenant", "app", "hush")) {
      assertThatThrownBy(() -> tokens(entra).token("shop", principal("app", "c4n4ry"), SCOPE))
          .isInstanceOfSatisfying(
              IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOGIN_REFUSED))
          .hasMessageStartingWith("service principal app of tenant tenant: ")
          .hasMessageNotContaining("c4n4ry");
    }
  }

  private static SourceTokens tokens(EntraServer entra) {
    Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", entra.authorityHost());
    return new SourceTokens(
        new Identities(environment, AzureHttp.client(environment, TestTls.clientContext())),
        new Redactor());
  }

  private static EntraLogin principal(String app, String secret) {
    return new EntraLogin.ServicePrincipal("tenant", app, new Secret(secret, "test"));
  }
}
