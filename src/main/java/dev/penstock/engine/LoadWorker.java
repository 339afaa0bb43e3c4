package dev.penstock.engine;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.Load;
import dev.penstock.destination.SplitResult;
import dev.penstock.destination.StagedFile;
import dev.penstock.schema.Discards;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Source;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Does the splits of one load that is open in this process. */
record LoadWorker(
    Source source, Load load, BufferAllocator allocator, StopSignal stop, Pump.Progress progress)
    implements SplitWorker {
  @Override
  public byte[] run(byte[] task) {
    stop.check();
    SplitTask split = Json.read(task, SplitTask.class);
    int index = split.split().index();
    try (BatchReader reader = source.open(split.split());
        BatchWriter writer = load.writer(index)) {
      long rows = new Pump(stop, progress).run(reader, writer, source.schema(), allocator);
      List<StagedFile> files = writer.finish();
      Discards discards = writer.discards();
      return Json.write(new SplitResult(index, rows - discards.rows(), files, discards));
    }
  }
}
