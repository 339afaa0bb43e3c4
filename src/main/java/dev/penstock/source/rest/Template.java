package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import dev.penstock.job.NamedValues;
import dev.penstock.source.rest.WatermarkText.Format;
import dev.penstock.source.rest.http.Call;
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

/** The request of a job, with places for the watermark and for parameters inside its path. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");
  private static final String WATERMARK = "watermark";

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
    this.headers = options.pairs(ApiSetting.HEADERS);
    // What is wrong is to be told before anything is asked of the API.
    call(Optional.of("2000-01-01T00:00:00Z"));
  }

  /**
   * The call that reads past a watermark.
   *
   * @param watermark empty leaves out parameters that name it
   */
  Call call(Optional<String> watermark) {
    Set<String> used = new HashSet<>();
    URI address = address(filled(endpoint.path(), watermark, used));
    Map<String, List<String>> sent = new LinkedHashMap<>();
    params
        .values()
        .forEach(
            (name, values) -> {
              if (!used.contains(name)) {
                List<String> filled = new ArrayList<>();
                values.forEach(v -> value(v, watermark).ifPresent(filled::add));
                if (!filled.isEmpty()) {
                  sent.put(name, filled);
                }
              }
            });
    Map<String, String> lines = new HashMap<>();
    headers
        .values()
        .forEach(
            (name, values) ->
                value(String.join(", ", values), watermark).ifPresent(v -> lines.put(name, v)));
    Call call = new Call(endpoint.method(), address, sent, lines);
    return call.headers().containsKey("Accept")
        ? call
        : accept.map(type -> call.header("Accept", type)).orElse(call);
  }

  /** Whether the API is told where to read on. */
  boolean namesWatermark() {
    String all = endpoint.path() + params.values() + headers.values();
    return all.contains("{" + WATERMARK);
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

  private String filled(String path, Optional<String> watermark, Set<String> used) {
    Matcher place = PLACE.matcher(path);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      String name = place.group(1);
      String value;
      if (name.startsWith(WATERMARK)) {
        value = value(place.group(), watermark).orElseThrow(this::withoutWatermark);
      } else {
        value = ofParams(name);
        used.add(name);
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(Call.encode(value)));
    }
    return place.appendTail(filled).toString();
  }

  private String ofParams(String name) {
    List<String> values = params.values().getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw wrong(
          "api_endpoint",
          "{%s} stands for nothing".formatted(name),
          "Give it a value in params, such as %s=...".formatted(name));
    }
    return values.get(0);
  }

  private Optional<String> value(String text, Optional<String> watermark) {
    Matcher place = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (place.find()) {
      String[] parts = place.group(1).split(":", 2);
      if (!parts[0].equals(WATERMARK)) {
        continue;
      }
      if (watermark.isEmpty()) {
        return Optional.empty();
      }
      Format format =
          Format.parse(parts.length > 1 ? parts[1] : "").orElseThrow(() -> noFormat(parts[1]));
      String value =
          WatermarkText.in(format, watermark.get())
              .orElseThrow(() -> noMoment(watermark.get(), parts[1]));
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return Optional.of(place.appendTail(filled).toString());
  }

  private IngestException noFormat(String word) {
    return wrong(
        "params",
        "'%s' is no form of a watermark".formatted(word),
        "Write {watermark}, or {watermark:iso}, :date, :epoch_seconds or :epoch_millis.");
  }

  private IngestException noMoment(String watermark, String word) {
    return wrong(
        "params",
        "the watermark '%s' is no date or time, so that it cannot be written as %s"
            .formatted(watermark, word),
        "Write {watermark} alone.");
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
