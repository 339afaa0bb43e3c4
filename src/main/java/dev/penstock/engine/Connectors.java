package dev.penstock.engine;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.Source;
import java.util.HashSet;
import java.util.Map;

/** The connector for each type of source. */
public final class Connectors implements AutoCloseable {
  private final Map<SourceType, Connector> byType;

  public Connectors(Map<SourceType, Connector> byType) {
    this.byType = Map.copyOf(byType);
  }

  /** Connects; the caller closes the source. */
  Source open(Job job) {
    Connector connector = byType.get(job.sourceType());
    if (connector == null) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column source_type: '%s' cannot be read by this version.\nSet enabled to N for this row."
              .formatted(job.place(), job.sourceType().word()));
    }
    return connector.open(job);
  }

  @Override
  public void close() {
    new HashSet<>(byType.values()).forEach(Connector::close);
  }
}
