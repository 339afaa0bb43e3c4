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
    Clock clock) {}
