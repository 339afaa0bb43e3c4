package dev.penstock.engine;

/** Does one split: the JSON of a {@link SplitTask} in, the JSON of a SplitResult out. */
@FunctionalInterface
public interface SplitWorker {
  byte[] run(byte[] task);
}
