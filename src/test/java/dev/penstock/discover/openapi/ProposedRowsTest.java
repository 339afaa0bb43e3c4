package dev.penstock.discover.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.ApiSetting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Descriptions in the shapes in which well-known APIs publish theirs. */
final class ProposedRowsTest {
  private static ApiProposal of(String file) {
    return of(file, Optional.empty());
  }

  private static ApiProposal of(String file, Optional<URI> address) {
    try (InputStream in = ProposedRowsTest.class.getResourceAsStream("/openapi/" + file)) {
      return ApiDescription.read(file, address, in.readAllBytes()).proposal();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(EndpointProposal one) {
    return "%s %s -> %s | %s | key %s | %s | needs %s"
        .formatted(
            one.method(),
            one.path(),
            one.table(),
            new EnumMap<>(one.row()),
            one.key().orElse("-"),
            one.text(),
            one.needs());
  }

  private static List<String> rows(ApiProposal proposal) {
    return proposal.endpoints().stream().map(ProposedRowsTest::row).toList();
  }

  @Test
  void gitHub() {
    ApiProposal api = of("github.json");
    assertThat(api.ordered())
        .isEqualTo(
            Map.of(ApiSetting.BASE_URL, "https://api.github.com", ApiSetting.BASE_PAGE, "1"));
    assertThat(rows(api))
        .containsExactly(
            "GET /repos/{owner}/{repo}/issues -> issues | {PAGINATION_TYPE=header_link, DATA_SELECTOR=$, PARAMS=since={watermark}} | key id | INCREMENTAL by updated_at | needs [params owner, repo]",
            "GET /search/repositories -> repositories | {PAGINATION_TYPE=page_number, DATA_SELECTOR=items} | key id | FULL | needs [params q]");
    assertThat(api.endpoints().get(0).why())
        .isEqualTo(
            "updated_at seems to tell when a record changed, and since seems to ask for those that did");
    assertThat(api.endpoints().get(0).columns())
        .containsEntry("user", "object")
        .containsEntry("labels", "list")
        .containsEntry("created_at", "string (date-time)");
    assertThat(api.endpoints().get(1).why())
        .isEqualTo(
            "no parameter asks for what changed; INCREMENTAL by updated_at reads all and leaves out here what did not");
    assertThat(api.seen()).isEqualTo(5);
  }

  @Test
  void stripe() {
    ApiProposal api = of("stripe.yaml");
    assertThat(api.ordered())
        .hasToString(
            "{BASE_URL=https://api.stripe.com, AUTH_TYPE=bearer, PER_PAGE_PARAM=limit, CURSOR_PARAM=starting_after, CURSOR_PATH=data[-1].id, HAS_MORE_PATH=has_more}");
    assertThat(api.secrets()).containsExactly(ApiSetting.TOKEN);
    assertThat(rows(api))
        .containsExactly(
            "GET /v1/charges -> charges | {PAGINATION_TYPE=cursor, DATA_SELECTOR=data} | key id | FULL | needs []");
    assertThat(api.endpoints().get(0).why())
        .isEqualTo(
            "if records never change, read INCREMENTAL by created with params created[gte]={watermark:epoch_seconds}");
  }

  @Test
  void petstore() {
    ApiProposal api = of("petstore.json");
    assertThat(api.ordered())
        .hasToString("{BASE_URL=https://petstore.swagger.io/v2, AUTH_TYPE=bearer}");
    assertThat(api.notes())
        .containsExactly("its login petstore_auth needs a person; token is what it gives");
    assertThat(rows(api))
        .containsExactly(
            "GET /pet/findByStatus -> pet_find_by_status | {DATA_SELECTOR=$} | key id | FULL | needs [params status]");
  }

  @Test
  void jira() {
    ApiProposal api = of("jira.json");
    assertThat(api.ordered())
        .hasToString(
            "{BASE_URL=https://your-domain.atlassian.net, AUTH_TYPE=basic, PER_PAGE_PARAM=maxResults, OFFSET_PARAM=startAt, LIMIT_PARAM=maxResults, CURSOR_PARAM=nextPageToken, CURSOR_PATH=nextPageToken, NEXT_URL_PATH=nextPage}");
    assertThat(api.secrets()).containsExactly(ApiSetting.USERNAME, ApiSetting.PASSWORD);
    assertThat(api.notes())
        .containsExactly("base_url differs from user to user; it is written with site=your-domain");
    assertThat(rows(api))
        .containsExactly(
            "GET /rest/api/3/project/search -> project_search | {PAGINATION_TYPE=json_link, PAGE_SIZE=100, DATA_SELECTOR=values} | key id | FULL | needs []",
            "GET /rest/api/3/search/jql -> search_jql | {PAGINATION_TYPE=cursor, DATA_SELECTOR=issues} | key id | FULL | needs []",
            "GET /rest/api/3/dashboard -> dashboard | {AUTH_TYPE=none, PAGINATION_TYPE=offset, DATA_SELECTOR=dashboards} | key id | FULL | needs []");
  }

  @Test
  void hubSpot() {
    ApiProposal api = of("hubspot.json");
    assertThat(api.ordered())
        .hasToString(
            "{BASE_URL=https://api.hubapi.com, AUTH_TYPE=oauth2, OAUTH_URL=https://api.hubapi.com/oauth/v1/token, SCOPE=crm.objects.contacts.read, PER_PAGE_PARAM=limit, CURSOR_PARAM=after, CURSOR_PATH=paging.next.after}");
    assertThat(api.secrets()).containsExactly(ApiSetting.CLIENT_ID, ApiSetting.CLIENT_SECRET);
    assertThat(rows(api))
        .containsExactly(
            "GET /crm/v3/objects/contacts -> contacts | {PAGINATION_TYPE=cursor, PAGE_SIZE=100, DATA_SELECTOR=results} | key id | FULL | needs []",
            "POST /crm/v3/objects/contacts/search -> contacts_search | {PAGINATION_TYPE=cursor, PAGE_SIZE=200, DATA_SELECTOR=results} | key id | FULL | needs [params filterGroups]");
    assertThat(api.endpoints().get(0).columns()).containsKeys("properties", "example");
  }

  @Test
  void powerBi() {
    ApiProposal api = of("powerbi.json");
    assertThat(api.ordered())
        .hasToString(
            "{BASE_URL=https://api.powerbi.com, PER_PAGE_PARAM=$top, OFFSET_PARAM=$skip, LIMIT_PARAM=$top}");
    assertThat(rows(api))
        .containsExactly(
            "GET /v1.0/myorg/groups -> groups | {PAGINATION_TYPE=offset, DATA_SELECTOR=value} | key id | FULL | needs []",
            "GET /v1.0/myorg/groups/{groupId}/datasets -> datasets | {DATA_SELECTOR=value} | key id | FULL | needs [params groupId]",
            "GET /v1.0/myorg/datasets/{datasetId}/refreshes -> refreshes | {DATA_SELECTOR=value} | key - | FULL | needs [params datasetId]",
            "GET /v1.0/myorg/groups/{groupId}/dataflows -> dataflows | {DATA_SELECTOR=value} | key - | FULL | needs [params groupId]");
  }
}
