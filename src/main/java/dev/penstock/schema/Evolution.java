package dev.penstock.schema;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.Job;
import dev.penstock.schema.TableSchema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a load does to the columns of its table: where each column of the source lands, and what is
 * to be said of it.
 *
 * @param schema the table's as of the load
 * @param landings the columns in the files, in their order
 * @param guards by position at the source: columns whose values keep their rows from landing
 * @param told what changed and what becomes of it, a sentence each, for the audit and the console
 * @param noted what changed at the source and changes nothing in the files
 * @param admission whether the table's contract lets the load take place
 */
public record Evolution(
    TableSchema schema,
    List<Landing> landings,
    List<Integer> guards,
    List<String> told,
    List<String> noted,
    Admission admission) {
  /** What is done with the values of a column. */
  public enum Care {
    /** They land as they come. */
    AS_IS,
    /** There are none. */
    EMPTY,
    /** Each of them has a place in the type in which the column lands. */
    EXACT,
    /** Those that have none become NULL. */
    FIT_OR_NULL,
    /** Those that have none keep their rows from landing. */
    FIT_OR_NO_ROW
  }

  /**
   * A column in the files.
   *
   * @param from its position at the source; negative when it is not there
   */
  public record Landing(Column column, int from, Care care) {}

  /** Whether a load may take place. */
  public enum Verdict {
    ADMITTED,
    /** The job is to fail. */
    REFUSED,
    /** The job is to be left out. */
    SKIPPED
  }

  /**
   * @param reason with the mend; empty when admitted
   */
  public record Admission(Verdict verdict, String reason) {
    static final Admission GIVEN = new Admission(Verdict.ADMITTED, "");
  }

  public Evolution {
    requireNonNull(schema, "schema");
    landings = List.copyOf(landings);
    guards = List.copyOf(guards);
    told = List.copyOf(told);
    noted = List.copyOf(noted);
    requireNonNull(admission, "admission");
  }

  /**
   * @param before as the last load left the table
   * @param source the columns as they are at the source now, with the names and types that they
   *     would have in the files of a new table
   */
  public static Evolution of(Job job, TableSchema before, List<Column> source) {
    return new Evolving(job, before, source).evolution();
  }

  /** Whether batches of the source can be written as they come. */
  public boolean isPlain(int sourceColumns) {
    return guards.isEmpty()
        && landings.size() == sourceColumns
        && IntStream.range(0, sourceColumns)
            .allMatch(i -> landings.get(i).from() == i && landings.get(i).care() == Care.AS_IS);
  }

  /** All that is to be said before anything runs. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>(told);
    all.addAll(noted);
    return all;
  }

  /** For rows that hold a key and nothing else. */
  public Evolution withoutGuards() {
    return new Evolution(schema, landings, List.of(), told, noted, admission);
  }

  /** The columns of the files. */
  public Schema fields(Schema source) {
    return new Schema(
        landings.stream().map(landing -> field(landing, source)).toList(),
        source.getCustomMetadata());
  }

  private static Field field(Landing landing, Schema source) {
    String name = landing.column().name();
    if (landing.care() == Care.AS_IS) {
      Field field = source.getFields().get(landing.from());
      return new Field(name, field.getFieldType(), field.getChildren());
    }
    return LandedType.of(landing.column().type()).field(name).orElseThrow();
  }
}
