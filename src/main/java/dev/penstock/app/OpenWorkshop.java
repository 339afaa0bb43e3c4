package dev.penstock.app;

import dev.penstock.cli.Workshop;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.Planner;
import dev.penstock.engine.Previewer;
import dev.penstock.engine.RunListener;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a command works with, closed in the opposite order of opening. */
final class OpenWorkshop implements Workshop {
  private final EngineRooms rooms;
  private final RecordFiles files;
  private final LogFiles logs;

  OpenWorkshop(EngineRooms rooms, RecordFiles files, LogFiles logs) {
    this.rooms = rooms;
    this.files = files;
    this.logs = logs;
  }

  @Override
  public Engine engine(RunListener listener, StopSignal stop) {
    return new Engine(rooms, listener, stop);
  }

  @Override
  public Planner planner() {
    return Planner.of(rooms);
  }

  @Override
  public Previewer previewer() {
    return new Previewer(rooms);
  }

  @Override
  public Destination destination() {
    return rooms.destination();
  }

  @Override
  public Records records() {
    return new Records() {
      @Override
      public String newRunId() {
        return rooms.loadIds().next();
      }

      @Override
      public Path writeMetrics(RunReport report) {
        return files.writeMetrics(report, rooms.clock().instant());
      }

      @Override
      public List<Path> written() {
        return List.of(files.auditFile(rooms.clock().instant()), logs.file());
      }

      @Override
      public Optional<String> logProblem() {
        return logs.failure();
      }

      @Override
      public List<Path> rebuildAudit(List<CommitRecord> commits) {
        return files.rebuildAudit(commits);
      }
    };
  }

  @Override
  public void close() {
    try (LogFiles openLogs = logs;
        var allocator = rooms.allocator();
        Destination destination = rooms.destination();
        var connectors = rooms.connectors()) {
      // Closed by leaving: connections first, logs last.
    }
  }
}
