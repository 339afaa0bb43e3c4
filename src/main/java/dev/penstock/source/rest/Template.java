package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import dev.penstock.job.NamedValues;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Origin;
import dev.penstock.source.rest.parent.ParentRecord;
import dev.penstock.source.rest.parent.RecordLink;
import dev.penstock.source.rest.parent.Values;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The request of a job, with places for the watermark, for parameters inside its path, and for
 * fields of a parent's records.
 */
final class Template {
  private static final Optional<String> SOME_WATERMARK = Optional.of("2000-01-01T00:00:00Z");

  /** A path that begins with a field of the parent, and what stands behind it. */
  private static final Pattern LINK =
      Pattern.compile("\\{parent\\.([^{}]+)\\}(.*)", Pattern.DOTALL);

  private final Job job;
  private final Endpoint endpoint;
  private final String base;
  private final NamedValues params;
  private final NamedValues headers;
  private final Optional<String> accept;

  Template(Job job, ApiOptions options) {
    this.job = job;
    this.endpoint = job.extract().endpoint().orElseThrow();
    this.base = options.text(ApiSetting.BASE_URL, "");
    this.params = options.pairs(ApiSetting.PARAMS).with(endpoint.params());
    this.accept = Formats.accept(options);
    this.headers = options.pairs(ApiSetting.HEADERS).with(endpoint.headers());
    // What is wrong is to be told before anything is asked of the API.
    requireParent();
    sample();
  }

  private void requireParent() {
    Set<String> names = parentFields();
    if (endpoint.parent().isEmpty() && !names.isEmpty()) {
      throw wrong(
          "api_endpoint",
          "{parent.%s} stands for nothing, as the column parent is empty"
              .formatted(names.iterator().next()),
          "Write into parent the job_id of the row whose records are meant.");
    }
    if (endpoint.parent().isPresent() && names.isEmpty()) {
      throw wrong(
          "parent",
          "no request would name a field of its records, so that each would get the same answer",
          "Write a field of them into api_endpoint, params or headers, such as {parent.id}, or empty the cell.");
    }
  }

  /** The fields of a parent's records that requests name. */
  Set<String> parentFields() {
    return Filling.parentFields(
        endpoint.path() + params.values() + headers.values() + endpoint.body().orElse(""));
  }

  /** A call as it may be sent, to know where it leads. */
  Call sample() {
    return call(SOME_WATERMARK, endpoint.parent().isPresent() ? Values.SAMPLE : Values.NONE);
  }

  /** The field of a parent's records that holds the address, or its beginning. */
  Optional<String> link() {
    return Optional.of(LINK.matcher(endpoint.path()))
        .filter(Matcher::matches)
        .map(found -> found.group(1));
  }

  /** Where calls lead, for people; places of a parent stand open. */
  String shown() {
    if (link().isPresent()) {
      return endpoint.path().split("[?]", 2)[0];
    }
    Values names = name -> Optional.of("\"{parent." + name + "}\"");
    return call(SOME_WATERMARK, endpoint.parent().isPresent() ? names : Values.NONE)
        .address()
        .toString()
        .split("[?]", 2)[0]
        .replace("%7B", "{")
        .replace("%7D", "}");
  }

  /**
   * The call that reads past a watermark.
   *
   * @param watermark empty leaves out parameters that name it
   */
  Call call(Optional<String> watermark) {
    return call(watermark, Values.NONE);
  }

  /**
   * The same for one record of the parent.
   *
   * @param parent the record
   */
  Call call(Optional<String> watermark, Values parent) {
    Filling filling = new Filling(job, watermark, parent);
    Set<String> used = new HashSet<>();
    URI address = address(filling, used);
    Map<String, String> lines = new HashMap<>();
    headers
        .values()
        .forEach(
            (name, values) ->
                filling.header(String.join(", ", values)).ifPresent(v -> lines.put(name, v)));
    Call bare = new Call(endpoint.method(), address, Map.of(), lines);
    Call asked =
        endpoint.body().map(body -> bare.json(new JsonBody(filling).filled(body))).orElse(bare);
    Call call = with(asked, filling, used);
    return call.headers().containsKey("Accept")
        ? call
        : accept.map(type -> call.header("Accept", type)).orElse(call);
  }

  private Call with(Call asked, Filling filling, Set<String> used) {
    Call call = asked;
    Map<String, List<String>> sent = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> param : params.values().entrySet()) {
      List<String> values = param.getValue();
      if (used.contains(param.getKey())) {
        continue;
      }
      Optional<String> literal =
          values.size() == 1 ? filling.literal(values.get(0)) : Optional.empty();
      if (call.hasJsonBody() && literal.isPresent()) {
        call = call.literal(param.getKey(), literal.get());
        continue;
      }
      List<String> filled = new ArrayList<>();
      values.forEach(value -> filling.text(value).ifPresent(filled::add));
      if (!filled.isEmpty()) {
        sent.put(param.getKey(), filled);
      }
    }
    return call.params(sent);
  }

  private URI address(Filling filling, Set<String> used) {
    Matcher link = LINK.matcher(endpoint.path());
    return link.matches()
        ? linked(link.group(1), filled(link.group(2), filling, used), filling)
        : address(filled(endpoint.path(), filling, used));
  }

  /** What a record names must be where the API is, as credentials and data go there. */
  private URI linked(String field, String rest, Filling filling) {
    String link = filling.link(field);
    String place = Filling.PARENT + field;
    URI uri =
        new RecordLink(link, rest)
            .under(base)
            .orElseThrow(
                () ->
                    filling.refused(
                        place,
                        "is '%s', which is no web address, as is due where api_endpoint begins with it"
                            .formatted(ParentRecord.shown(link)),
                        "Name another field, or leave such records out by query_filter in the row of the parent; a value that is a step of the path below base_url is written /{%s}."
                            .formatted(place)));
    Origin home = Origin.of(URI.create(base));
    if (!Origin.of(uri).equals(home)) {
      throw filling.refused(
          place,
          "leads to %s, but the API is at %s; credentials and data stay there"
              .formatted(ParentRecord.shown(uri.toString()), home),
          "Name another field, leave such records out by query_filter in the row of the parent, or correct base_url; what is at another place needs a source of its own.");
    }
    return uri;
  }

  private URI address(String path) {
    boolean whole = path.matches("(?i)https?://.*");
    String joined =
        whole
            ? path
            : base.replaceFirst("/+$", "")
                + (path.startsWith("/") || path.startsWith("?") ? "" : "/")
                + path;
    try {
      URI uri = URI.create(joined);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for an address without a host.
    }
    throw wrong(
        "api_endpoint",
        "'%s' makes no web address of the base_url".formatted(endpoint.path()),
        "Write the path below base_url, such as /v1/orders; percent-encode what is no letter or digit.");
  }

  private String filled(String path, Filling filling, Set<String> used) {
    Matcher place = Filling.PLACE.matcher(path);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      String name = place.group(1);
      String value;
      if (Filling.fills(name)) {
        value = filling.step(name).orElseThrow(this::withoutWatermark);
      } else {
        value = ofParams(name, filling);
        used.add(name);
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(Call.encode(value)));
    }
    return place.appendTail(filled).toString();
  }

  private String ofParams(String name, Filling filling) {
    List<String> values = params.values().getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw wrong(
          "api_endpoint",
          "{%s} stands for nothing".formatted(name),
          "Give it a value in params, such as %s=...".formatted(name));
    }
    return filling.text(values.get(0)).orElseThrow(this::withoutWatermark);
  }

  private IngestException withoutWatermark() {
    return wrong(
        "last_watermark",
        "empty, but the path of the API needs it",
        "Write where the first run begins, or move {watermark} into params.");
  }

  private IngestException wrong(String column, String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "%s, column %s: %s.\n%s".formatted(job.place(), column, what, mend));
  }
}
