package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/**
 * What a job reads of an API, from its row of the workbook. What a row leaves open is looked for
 * among the settings of its source.
 *
 * @param path below the base URL, or a whole URL; may hold {@code {name}} and a query string
 * @param method GET or POST
 * @param settings those of the source that this row says otherwise, checked
 * @param params sent along, in the place of those of the source that have the same name
 * @param headers likewise
 * @param body a JSON object that a POST sends, in which {@code params} have their places too
 * @param parent for each of whose records the endpoint is asked; empty asks it once
 * @param inner the table inside the records that is read; empty for the records themselves
 */
public record Endpoint(
    String path,
    String method,
    Map<ApiSetting, String> settings,
    NamedValues params,
    NamedValues headers,
    Optional<String> body,
    Optional<Parent> parent,
    Optional<Inner> inner) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * A table made of a list inside records.
   *
   * @param list the names that lead to the list, joined by two underscores
   * @param of the job of the records
   */
  public record Inner(String list, Job of) {
    /** The row's own id, by which the rows of its inner tables name it. */
    public static final String ROW_ID = "_row_id";

    /** The {@link #ROW_ID} of the row that holds the list. */
    public static final String PARENT_ID = "_parent_id";

    /** The place in the list, from 0. */
    public static final String LIST_INDEX = "_list_index";

    private static final String ROOT = "_root_";

    /** Stands between the name of a table and that of a list in it. */
    public static final String JOINT = "__";

    public Inner {
      requireNonNull(list, "list");
      requireNonNull(of, "of");
    }

    /** The column that holds, of the outermost record, the value of a column. */
    public static String ofRoot(String column) {
      return ROOT + column;
    }
  }

  public Endpoint {
    requireNonNull(path, "path");
    requireNonNull(method, "method");
    settings = Map.copyOf(settings);
    requireNonNull(params, "params");
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
    requireNonNull(parent, "parent");
    requireNonNull(inner, "inner");
  }

  /** One that is asked once, without headers and a body of its own. */
  public Endpoint(
      String path, String method, Map<ApiSetting, String> settings, NamedValues params) {
    this(
        path,
        method,
        settings,
        params,
        NamedValues.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** What keeps a text from being a body, as it goes after the text; empty when nothing does. */
  public static Optional<String> objectionToBody(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node != null && node.isObject() ? Optional.empty() : Optional.of("is no JSON object");
    } catch (JsonProcessingException e) {
      return Optional.of("is no JSON object: " + e.getOriginalMessage());
    }
  }

  /** The same, asked for each record of another job. */
  public Endpoint under(Parent other) {
    return new Endpoint(path, method, settings, params, headers, body, Optional.of(other), inner);
  }

  /** A table inside records begins where its records do. */
  Endpoint startingAt(String initialValue) {
    return inner
        .map(table -> of(new Inner(table.list(), table.of().startingAt(initialValue))))
        .orElse(this);
  }

  /** The same, but what is read is a table inside the records. */
  Endpoint of(Inner table) {
    return new Endpoint(path, method, settings, params, headers, body, parent, Optional.of(table));
  }
}
