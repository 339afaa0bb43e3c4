package dev.penstock.destination.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.penstock.destination.CommitRecord;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.schema.TableSchema.Presence;
import java.io.IOException;

/** Commit records as JSON: the record's own order of fields, indented, times as ISO text. */
final class CommitJson {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          // A newer version of the same format may say more than this one reads.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CommitJson() {}

  static byte[] write(CommitRecord commit) {
    try {
      return JSON.writeValueAsBytes(commit);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a commit record can always be written as JSON", e);
    }
  }

  /**
   * @param place the record's file, as people write it
   */
  static CommitRecord read(String place, byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      int format = tree.path("format").asInt(0);
      if (format > CommitRecord.FORMAT) {
        throw newer(place, format);
      }
      if (format < 1) {
        throw damaged(place, new IOException("no record with a format"));
      }
      return JSON.treeToValue(today(tree, format), CommitRecord.class);
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(place, e);
    }
  }

  /** Format 1 had the reason alone as its note; before format 3 nothing was remembered. */
  private static JsonNode today(JsonNode tree, int format) {
    if (format < 3 && tree instanceof ObjectNode record) {
      record.putNull("remembered");
    }
    if (tree instanceof ObjectNode record && !record.has("deletes")) {
      // Of a version that looked for none.
      record.put("deletes", 0);
    }
    if (tree instanceof ObjectNode record && !record.has("discarded")) {
      // Of a version without contracts, whose tables had the columns of the last load and no
      // others.
      record.put("discarded", 0);
      tree.path("schema").path("columns").forEach(CommitJson::delivered);
    }
    if (tree instanceof ObjectNode record && !record.has("burden")) {
      // Of a version that took no note of it.
      record.putNull("burden");
    }
    if (format == 1 && tree.path("note").isTextual()) {
      ObjectNode note = JSON.createObjectNode();
      note.put("who", "").put("why", tree.path("note").textValue()).putNull("backTo");
      ((ObjectNode) tree).set("note", note);
    }
    return tree;
  }

  private static void delivered(JsonNode column) {
    if (column instanceof ObjectNode object && !object.has("presence")) {
      object.put("presence", Presence.DELIVERED.name());
    }
  }

  private static IngestException newer(String place, int format) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        "%s: written by a newer Penstock (format %d; this one reads up to %d).\n"
                .formatted(place, format, CommitRecord.FORMAT)
            + "Run the newer version, here and wherever else this job runs.");
  }

  private static IngestException damaged(String place, Exception cause) {
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        "%s: not a whole commit record, so what was loaded is not known.\n".formatted(place)
            + "Restore the file from a backup; do not delete it, or its rows may be loaded twice.",
        cause);
  }
}
