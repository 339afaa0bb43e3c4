package dev.penstock.source.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.Said;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import dev.penstock.job.Job;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Redactor;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import dev.penstock.secret.SecretStore;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.auth.EntraTokens;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads APIs as the engine does, with waits that take no time. */
final class Loaded {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private HttpClient client = CLIENT;
  private EntraTokens entra =
      (source, login, scope) -> {
        throw new AssertionError("nobody asked for a token");
      };
  private final Map<String, String> sheet = new HashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  final Redactor redactor = new Redactor();
  private Map<String, String> earlier = Map.of();
  private Clock clock = Clock.systemUTC();

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(5))
        .sslContext(tls)
        .build();
  }

  Loaded through(HttpClient other) {
    client = other;
    return this;
  }

  Loaded entra(EntraTokens tokens) {
    entra = tokens;
    return this;
  }

  private Loaded(String baseUrl) {
    sheet.put("base_url", baseUrl);
  }

  static Loaded from(ApiServer server) {
    return new Loaded(server.url());
  }

  static Loaded from(String baseUrl) {
    return new Loaded(baseUrl);
  }

  Loaded sheet(String key, String value) {
    sheet.put(key, value);
    return this;
  }

  Loaded secret(String key, String value) {
    secrets.put(key, value);
    return this;
  }

  Loaded earlier(Map<String, String> types) {
    earlier = types;
    return this;
  }

  Loaded clock(Clock other) {
    clock = other;
    return this;
  }

  /** How long it would have waited. */
  List<Duration> waits() {
    return waits;
  }

  /** Everything one run gives. */
  record Run(Schema schema, Survey survey, List<Split> splits, List<List<Object>> rows) {
    List<String> names() {
      return schema.getFields().stream().map(field -> field.getName()).toList();
    }

    List<String> types() {
      return schema.getFields().stream()
          .map(field -> field.getName() + " " + field.getMetadata().get("source_type"))
          .toList();
    }

    List<Object> column(String name) {
      int index = names().indexOf(name);
      assertThat(index).as(name + " in " + names()).isGreaterThanOrEqualTo(0);
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.get(index)));
      return values;
    }

    Optional<Watermark> watermark() {
      return survey.window().upTo();
    }
  }

  RestConnector connector() {
    Time time =
        new Time() {
          @Override
          public long nanos() {
            return waits.stream().mapToLong(Duration::toNanos).sum();
          }

          @Override
          public void sleep(Duration length) {
            waits.add(length);
          }
        };
    RetryPolicy retry =
        new RetryPolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            0,
            Duration.ofMinutes(5),
            Duration.ofMinutes(15));
    return new RestConnector(
        Map.of("crm", new SourceSettings("crm", Optional.of(SourceType.REST), sheet)),
        store(),
        redactor,
        new RestConnector.Weather(
            tls -> tls.map(Loaded::client).orElse(client), retry, time, clock),
        entra);
  }

  private SecretStore store() {
    return new SecretStore() {
      @Override
      public Optional<Secret> find(SecretKey key) {
        return Optional.ofNullable(secrets.get(key.key())).map(value -> new Secret(value, "test"));
      }

      @Override
      public String place(SecretKey key) {
        return "test (" + key.key() + ")";
      }
    };
  }

  Run run(Endpoints endpoints) {
    return run(endpoints, Optional.empty());
  }

  Run run(Endpoints endpoints, Optional<Watermark> committed) {
    try (RestConnector connector = connector()) {
      return run(connector, endpoints.job(), committed);
    }
  }

  Run run(RestConnector connector, Job job, Optional<Watermark> committed) {
    try (BufferAllocator allocator = new RootAllocator();
        Source source = connector.open(job)) {
      ((RestSource) source).keepColumns(earlier);
      Survey survey = source.survey(committed, Optional.empty());
      survey.warnings().forEach(Said::add);
      List<Split> splits = source.splits(survey);
      List<List<Object>> rows = new ArrayList<>();
      for (Split split : splits) {
        rows.addAll(read(source, split, allocator));
      }
      return new Run(source.schema(), survey, splits, rows);
    }
  }

  static List<List<Object>> read(Source source, Split split, BufferAllocator allocator) {
    List<List<Object>> rows = new ArrayList<>();
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      for (int count = reader.read(batch); count > 0; count = reader.read(batch)) {
        for (int i = 0; i < count; i++) {
          List<Object> row = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            Object value = vector.getObject(i);
            row.add(value instanceof org.apache.arrow.vector.util.Text t ? t.toString() : value);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  void fails(Endpoints endpoints, ErrorCode code, String message) {
    fails(endpoints, Optional.empty(), code, message);
  }

  void fails(Endpoints endpoints, Optional<Watermark> committed, ErrorCode code, String message) {
    assertThatThrownBy(() -> run(endpoints, committed))
        .isInstanceOfSatisfying(
            IngestException.class,
            e -> {
              Said.add(e.getMessage());
              assertThat(e.getMessage()).isEqualTo(message);
              assertThat(e.code()).isEqualTo(code);
            });
  }
}
