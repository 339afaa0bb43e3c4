package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.JsonPath;
import dev.penstock.source.rest.json.Outline;
import dev.penstock.source.rest.json.Selection;

/** Where the records of a first page are, or why that is not clear. */
record Choice(String where, Outline outline) implements Selection.Cases<JsonPath> {
  JsonPath records() {
    return Selection.in(outline).when(this);
  }

  @Override
  public JsonPath found(Selection.Found found) {
    return found.path();
  }

  @Override
  public JsonPath fault(Selection.Fault fault) {
    throw refused(
        "answered well, but with a fault inside (%s)".formatted(fault.said()),
        "Check params, auth_type and the secrets; if these are records all the same, name them in data_selector.");
  }

  @Override
  public JsonPath unclear(Selection.Unclear unclear) {
    throw unclear.lists().isEmpty()
        ? refused(
            "answered %s, where records are due"
                .formatted(outline.root() == Outline.Kind.NULL ? "null" : "a single value"),
            "Check api_endpoint; if null means that there are none, set data_selector to $.")
        : refused(
            "the answer holds several lists: " + String.join(", ", unclear.lists()),
            "Name one of them in data_selector.");
  }

  private IngestException refused(String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED, "%s: %s.\n%s".formatted(where, what, mend));
  }
}
