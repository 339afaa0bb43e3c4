package dev.penstock.engine;

import java.util.concurrent.Future;

/** Runs splits somewhere: on threads here, later on a cluster. Only bytes cross. */
public interface SplitExecutor extends AutoCloseable {
  /**
   * Hands a task to the next free lane.
   *
   * @param task the JSON of a {@link SplitTask}
   * @return the JSON of a SplitResult, or the IngestException that ended the split
   */
  Future<byte[]> submit(byte[] task);

  /** Waits for the lanes that are still busy; tasks that have not begun never do. */
  @Override
  void close();

  /** Opens an executor for one load. */
  @FunctionalInterface
  interface Factory {
    /**
     * @param lanes how many splits may run at the same time
     * @param worker does the tasks of this process; an executor elsewhere makes its own from the
     *     task's bytes
     */
    SplitExecutor open(int lanes, SplitWorker worker);
  }
}
