package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.discover.openapi.Operation.Param;
import dev.penstock.discover.openapi.Operation.Place;
import dev.penstock.job.ApiSetting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a description into rows. */
final class Proposing {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiDescription description;

  private record Listing(Operation operation, RecordList list) {}

  Proposing(ApiDescription description) {
    this.description = description;
  }

  ApiProposal proposal() {
    Operations operations = new Operations(description);
    List<Listing> listings = new ArrayList<>();
    for (Operation operation : operations.all()) {
      RecordList.in(operation).ifPresent(list -> listings.add(new Listing(operation, list)));
    }
    if (listings.isEmpty()) {
      throw DescriptionTree.refused(
          description.place(),
          "of its %,d operations none reads a list of records as JSON".formatted(operations.seen()),
          "Write the row yourself (docs/sources/rest.md), if an endpoint does so all the same.");
    }
    List<Operation> listing = listings.stream().map(Listing::operation).toList();
    Logins logins = new Logins(description, listing);
    List<String> names = TableNames.of(listing);
    List<EndpointProposal> endpoints = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      endpoints.add(endpoint(listings.get(i), names.get(i), logins));
    }
    return new SharedSettings(endpoints).with(source(logins, operations), operations.seen());
  }

  /** What holds for all endpoints, apart from pages. */
  private ApiProposal source(Logins logins, Operations operations) {
    Map<ApiSetting, String> settings = new EnumMap<>(ApiSetting.class);
    List<String> notes = new ArrayList<>();
    Servers servers = new Servers(description);
    Optional<String> base = servers.baseUrl();
    base.ifPresentOrElse(
        url -> settings.put(ApiSetting.BASE_URL, url),
        () -> notes.add("the description does not say where the API is: fill in base_url"));
    if (base.isPresent() && !servers.variables().isEmpty()) {
      notes.add(
          "base_url differs from user to user; it is written with "
              + String.join(", ", servers.variables()));
    }
    Optional<Login> login = logins.chosen();
    login.ifPresent(found -> settings.putAll(found.settings()));
    login.ifPresent(found -> notes.addAll(found.notes()));
    if (operations.elsewhere() > 0) {
      notes.add(
          "%d endpoint%s on servers of their own left out"
              .formatted(operations.elsewhere(), operations.elsewhere() == 1 ? " is" : "s are"));
    }
    return new ApiProposal(
        settings, login.map(Login::secrets).orElse(List.of()), notes, List.of(), 0);
  }

  private static EndpointProposal endpoint(Listing listing, String table, Logins logins) {
    Operation operation = listing.operation();
    RecordList list = listing.list();
    Paging paging = Paging.of(operation, list);
    Changes changes = Changes.of(operation, list);
    Set<String> taken = new HashSet<>(paging.taken());
    taken.addAll(changes.taken());
    Map<String, String> sent = new LinkedHashMap<>();
    List<String> needs = new ArrayList<>(needs(operation, taken, sent));
    needs.addAll(logins.needs(operation));
    changes.param().ifPresent(since -> sent.put(since.name(), since.value()));
    Map<ApiSetting, String> row = new EnumMap<>(ApiSetting.class);
    row.put(ApiSetting.DATA_SELECTOR, list.selector());
    paging.type().ifPresent(type -> row.put(ApiSetting.PAGINATION_TYPE, type.word()));
    paging.size().ifPresent(size -> row.put(ApiSetting.PAGE_SIZE, Long.toString(size)));
    if (!sent.isEmpty()) {
      row.put(ApiSetting.PARAMS, text(sent));
    }
    if (logins.isOpen(operation)) {
      row.put(ApiSetting.AUTH_TYPE, "none");
    }
    Map<String, String> columns = new LinkedHashMap<>();
    list.record().properties().forEach((name, schema) -> columns.put(name, schema.words()));
    return new EndpointProposal(
        operation.method(),
        operation.path(),
        table,
        row,
        paging.settings(),
        list.key(),
        changes.column(),
        needs,
        changes.why(),
        columns);
  }

  /**
   * What has to be filled in.
   *
   * @param taken parameters that are sent anyway
   * @param sent takes those whose value is described
   */
  private static List<String> needs(
      Operation operation, Set<String> taken, Map<String, String> sent) {
    List<String> params = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (Param param : operation.params()) {
      boolean idle = !param.required() || taken.contains(param.name());
      Optional<String> usual = param.schema().usual();
      if (idle || isOfHttp(param)) {
        continue;
      }
      if (param.place() == Place.HEADER || param.place() == Place.COOKIE) {
        headers.add(usual.map(text -> param.name() + "=" + text).orElse(param.name()));
      } else if (usual.isPresent()) {
        sent.put(param.name(), usual.get());
      } else {
        params.add(param.name());
      }
    }
    List<String> needs = new ArrayList<>();
    if (!params.isEmpty()) {
      needs.add("params " + String.join(", ", params));
    }
    if (!headers.isEmpty()) {
      needs.add("headers " + String.join(", ", headers) + " of the source");
    }
    return needs;
  }

  /** What is sent anyway, or by whoever signs in. */
  private static boolean isOfHttp(Param param) {
    return param.place() == Place.HEADER
        && Set.of("accept", "contenttype", "authorization", "useragent").contains(param.plain());
  }

  /** As people write it into a cell. */
  private static String text(Map<String, String> sent) {
    boolean odd =
        sent.entrySet().stream()
            .anyMatch(
                e ->
                    e.getKey().matches("(?s).*[&;=\\r\\n].*|\\{.*")
                        || e.getValue().matches("(?s).*[&;\\r\\n].*"));
    if (odd) {
      ObjectNode object = JSON.createObjectNode();
      sent.forEach(object::put);
      return object.toString();
    }
    List<String> pairs = new ArrayList<>();
    sent.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join("&", pairs);
  }
}
