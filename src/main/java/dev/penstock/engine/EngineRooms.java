package dev.penstock.engine;

import dev.penstock.audit.AuditTrail;
import dev.penstock.destination.Destination;
import dev.penstock.destination.LoadIds;
import java.time.Clock;
import org.apache.arrow.memory.BufferAllocator;

/** What the engine works with; whoever made it closes it. */
public record EngineRooms(
    Connectors connectors,
    Destination destination,
    AuditTrail audit,
    SplitExecutor.Factory splitExecutors,
    BufferAllocator allocator,
    LoadIds loadIds,
    Clock clock,
    Pacing pacing) {
  /** With the usual pace. */
  public EngineRooms(
      Connectors connectors,
      Destination destination,
      AuditTrail audit,
      SplitExecutor.Factory splitExecutors,
      BufferAllocator allocator,
      LoadIds loadIds,
      Clock clock) {
    this(connectors, destination, audit, splitExecutors, allocator, loadIds, clock, Pacing.USUAL);
  }
}
