import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark in a JVM and on a class path of its own, which nothing else of the build has: compiled as
 * it is started ({@code java SparkAnswers.java}). For each line of JSON that comes in, one goes
 * out: the schema and the rows of some Parquet files, or why they cannot be read.
 */
final class SparkAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SparkAnswers() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    // Whatever Spark prints is no answer.
    System.setOut(System.err);
    try (SparkSession spark = start(args[0])) {
      BufferedReader asked =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      answers.println(JSON.createObjectNode().put("version", spark.version()));
      for (String line = asked.readLine(); line != null; line = asked.readLine()) {
        answers.println(answer(spark, JSON.readTree(line)));
        answers.flush();
      }
    }
  }

  private static SparkSession start(String folder) {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", folder)
        .config("spark.sql.warehouse.dir", folder)
        .config("spark.sql.shuffle.partitions", 1)
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }

  private static ObjectNode answer(SparkSession spark, JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      DataFrameReader reader = spark.read();
      asked
          .get("options")
          .fields()
          .forEachRemaining(o -> reader.option(o.getKey(), o.getValue().asText()));
      if (asked.has("like")) {
        reader.schema(spark.read().parquet(asked.get("like").asText()).schema());
      }
      Dataset<Row> files = reader.parquet(asked.get("files").asText());
      answer.put("schema", files.schema().toDDL());
      files.createOrReplaceTempView("files");
      Dataset<Row> rows = spark.sql(asked.get("query").asText());
      for (Row row : rows.collectAsList()) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.length(); i++) {
          text.append(i == 0 ? "" : "|").append(row.get(i));
        }
        answer.withArray("rows").add(text.toString());
      }
      answer.withArray("rows");
    } catch (Exception e) {
      StringBuilder reasons = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        reasons
            .append(cause.getClass().getSimpleName())
            .append(": ")
            .append(cause.getMessage())
            .append('\n');
      }
      answer.put("failure", reasons.toString());
    }
    return answer;
  }
}
