package dev.penstock.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which values from the secret store messages show, and which never. */
final class ShownSettingsTest {
  @TempDir private Path folder;
  private CanaryHome home;

  @BeforeEach
  void home() throws IOException {
    home = new CanaryHome(folder.resolve("home"));
    home.sheets().job("pages", "rest", "crm", "orders", "api_endpoint", "/orders");
  }

  private String validated(String toml) throws IOException {
    home.toml().append("[sources.crm]\n").append(toml).append('\n');
    home.write();
    assertThat(home.run("validate")).isNotZero();
    return home.printed();
  }

  @Test
  void showsRefusedWordsNumbersAndPathsOfTheFile() throws IOException {
    assertThat(
            validated(
                """
                base_url = 'htp:/api.example.com'
                pagination_type = 'pges'
                page_size = 'many'
                data_selector = 'data..items'
                rate_limit = '10/moment'
                max_rows_per_second = 'lots'
                """))
        .contains("base_url: 'htp:/api.example.com' is no web address")
        .contains("pagination_type: 'pges' is not known")
        .contains("page_size: 'many' is no whole number")
        .contains("data_selector: 'data..items' is no path")
        .contains("rate_limit: '10/moment' is no rate")
        .contains("'lots' is no number of rows");
  }

  @Test
  void showsThemFromTheEnvironmentToo() throws IOException {
    home.environment().put("DLT_CRM_PAGINATION_TYPE", "pges");
    home.environment().put("DLT_CRM_PAGE_SIZE", "many");
    assertThat(validated("base_url = 'https://api.example.com'"))
        .contains("pagination_type: 'pges' is not known")
        .contains("page_size: 'many' is no whole number");
  }

  @Test
  void hidesWhatIsOrMayHoldASecret() throws IOException {
    validated(
        """
        base_url = 'https://ann:ann-k4n4ry-of-settings@api.example.com'
        oauth_url = 'htp:/login.example.com/oauth-k4n4ry-of-settings'
        token = "token-k4n4ry-of-settings\\nx"
        api_key = "key-k4n4ry-of-settings\\nx"
        headers = 'header-k4n4ry-of-settings'
        params = 'param-k4n4ry-of-settings'
        oauth_params = 'more-k4n4ry-of-settings'
        signature_headers = 'signature-k4n4ry-of-settings'
        """);
    assertThat(home.printed()).contains("headers: ", "token: ", "oauth_url: ");
    home.requireNowhere("k4n4ry-of-settings");
  }

  @Test
  void hidesASecretThatWasWrittenInThePlaceOfAWord() throws IOException {
    assertThat(
            validated(
                """
                base_url = 'https://api.example.com'
                auth_type = 'bearer'
                pagination_type = 'pat_9hR2-k4n4ry-of-settings'
                page_size = 'k4n4ry-shared'
                token = 'k4n4ry-shared'
                """))
        .contains("pagination_type: '***' is not known")
        .contains("page_size: '***' is no whole number");
    home.requireNowhere("k4n4ry-of-settings");
    home.requireNowhere("k4n4ry-shared");
  }
}
