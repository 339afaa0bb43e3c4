package dev.penstock.cli;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Destination;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Planner;
import dev.penstock.engine.Previewer;
import dev.penstock.engine.RunListener;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The engine and what it works with, open. */
public interface Workshop extends AutoCloseable {
  Engine engine(RunListener listener, StopSignal stop);

  Planner planner();

  Previewer previewer();

  Destination destination();

  /** What people read after runs. */
  Records records();

  /** The files that say what runs did. */
  interface Records {
    /** A name for a run begun now. */
    String newRunId();

    /** Writes the run's figures; returns the file. */
    Path writeMetrics(RunReport report);

    /** The audit file of jobs that end now, and the log of this run. */
    List<Path> written();

    /** Why lines are missing from the log, such as a full disk; empty when none is. */
    Optional<String> logProblem();

    /** Writes the audit files of these commits anew; returns those that changed. */
    List<Path> rebuildAudit(List<CommitRecord> commits);
  }

  @Override
  void close();
}
