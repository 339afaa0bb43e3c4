package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Planner;
import dev.penstock.engine.RunListener;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.StopSignal;
import java.nio.file.Path;
import java.util.List;

/** The engine and what it works with, open. */
public interface Workshop extends AutoCloseable {
  Engine engine(RunListener listener, StopSignal stop);

  Planner planner();

  Destination destination();

  /** What people read after runs. */
  Records records();

  /** The files that say what runs did. */
  interface Records {
    /** A name for a run begun now. */
    String newRunId();

    /** Writes the run's figures; returns the file. */
    Path writeMetrics(RunReport report);

    /** Writes the audit files of these commits anew; returns them. */
    List<Path> rebuildAudit(List<CommitRecord> commits);
  }

  @Override
  void close();
}
