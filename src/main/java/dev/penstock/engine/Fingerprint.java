package dev.penstock.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What must be the same for a load to be taken up: by its name in the workbook, and as a hash, so
 * that no text of the workbook gets into the lake by it.
 */
final class Fingerprint {
  private static final int BYTES = 12;

  private Fingerprint() {}

  /**
   * @param destination what the destination has to add, as it is
   */
  static Map<String, String> of(
      Job job, RunRequest.Refresh refresh, Schema schema, Map<String, String> destination) {
    Extract extract = job.extract();
    Map<String, String> parts = new TreeMap<>(destination);
    parts.put("source", hash(job.sourceType(), job.sourceName()));
    parts.put("table_name", hash(extract.schemaName(), extract.tableName()));
    parts.put("query", hash(extract.query()));
    parts.put("query_filter", hash(extract.filter()));
    parts.put("columns", hash(extract.columns()));
    parts.put("column_types", hash(new TreeMap<>(extract.columnTypes())));
    parts.put("watermark_column", hash(extract.cursor()));
    parts.put("load_type", hash(job.loadType(), refresh == RunRequest.Refresh.EVERYTHING));
    parts.put("write_disposition", hash(job.target().disposition()));
    if (job.target().deletes().isPresent()) {
      // They add a column.
      parts.put("detect_deletes", "yes");
    }
    extract.cutting().column().ifPresent(column -> parts.put("split_column", hash(column)));
    extract.cutting().group().ifPresent(group -> parts.put("snapshot_group", hash(group)));
    parts.put("schema_contract", hash(job.target().contract()));
    parts.put("naming", hash(job.target().naming()));
    parts.put("the table's columns", hash(schema.toJson()));
    return parts;
  }

  /** The names of what differs. */
  static List<String> differences(Map<String, String> one, Map<String, String> other) {
    TreeMap<String, String> all = new TreeMap<>(one);
    all.putAll(other);
    return all.keySet().stream()
        .filter(name -> !Objects.equals(one.get(name), other.get(name)))
        .toList();
  }

  private static String hash(Object... values) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Object value : values) {
        sha.update(String.valueOf(value).getBytes(UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
