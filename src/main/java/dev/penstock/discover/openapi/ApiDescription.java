package dev.penstock.discover.openapi;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/** An OpenAPI 3 or Swagger 2.0 description of an API. */
public final class ApiDescription {
  /** Larger ones are refused: no more than this is to be read of a file or an address. */
  public static final int MOST_BYTES = 32 << 20;

  private final String place;
  private final Optional<URI> address;
  private final JsonNode root;

  private ApiDescription(String place, Optional<URI> address, JsonNode root) {
    this.place = place;
    this.address = address;
    this.root = root;
  }

  /**
   * Reads JSON or YAML.
   *
   * @param place of the description, for messages
   * @param address where it was fetched from; empty for a file
   * @throws dev.penstock.failure.IngestException CONFIG when it is no such description
   */
  public static ApiDescription read(String place, Optional<URI> address, byte[] content) {
    requireNonNull(address, "address");
    if (content.length > MOST_BYTES) {
      throw DescriptionTree.refused(
          place,
          "it is larger than %d MB".formatted(MOST_BYTES >> 20),
          "Leave out of it what is not to be loaded; many tools can cut a description by tags or paths.");
    }
    ApiDescription description =
        new ApiDescription(place, address, DescriptionTree.of(place, content));
    description.requireKnownVersion();
    if (!description.paths().isObject() || description.paths().isEmpty()) {
      throw DescriptionTree.refused(
          place,
          "it describes no paths",
          "Name the description itself; one of parts, or of webhooks alone, has no endpoints to read.");
    }
    return description;
  }

  private void requireKnownVersion() {
    JsonNode version = root.has("openapi") ? root.path("openapi") : root.path("swagger");
    if (version.isMissingNode() || version.isContainerNode()) {
      throw DescriptionTree.refused(
          place,
          "it is no OpenAPI or Swagger description: it holds neither openapi nor swagger",
          "Name the file that begins with one of them. Other kinds of descriptions are not read.");
    }
    boolean known =
        isSwagger() ? version.asText().equals("2.0") : version.asText().matches("3\\.[01](\\..*)?");
    if (!known) {
      throw DescriptionTree.refused(
          place,
          "%s %s is a version that is not known here"
              .formatted(
                  isSwagger() ? "swagger" : "openapi", DescriptionTree.line(version.asText())),
          "OpenAPI 3.0 and 3.1 and Swagger 2.0 are read; have the description turned into one of them.");
    }
  }

  boolean isSwagger() {
    return !root.has("openapi");
  }

  String place() {
    return place;
  }

  Optional<URI> address() {
    return address;
  }

  JsonNode root() {
    return root;
  }

  JsonNode paths() {
    return root.path("paths");
  }

  References references() {
    return new References(place, root);
  }

  /** What the API is called; may be empty. */
  public String title() {
    return DescriptionTree.line(root.path("info").path("title").asText(""));
  }

  /**
   * What to write into the workbook.
   *
   * @throws dev.penstock.failure.IngestException CONFIG when nothing in it lists records, or it
   *     refers to another file
   */
  public ApiProposal proposal() {
    return new Proposing(this).proposal();
  }
}
