package dev.penstock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Watches the resident memory of a process and its descendants. The kernel keeps each process' peak
 * ({@code VmHWM}), so a look now and then misses only what the last moment added.
 */
final class PeakMemory {
  private static final long MILLIS_BETWEEN_LOOKS = 50;
  private static final String PEAK = "VmHWM:";

  private final Process process;
  private long peakBytes;

  PeakMemory(Process process) {
    this.process = process;
  }

  /** Waits until the process ends, looking on. */
  void watch() throws InterruptedException {
    while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
      process.toHandle().descendants().forEach(this::look);
    }
  }

  OptionalLong peakBytes() {
    return peakBytes == 0 ? OptionalLong.empty() : OptionalLong.of(peakBytes);
  }

  private void look(ProcessHandle handle) {
    try {
      Path status = Path.of("/proc", Long.toString(handle.pid()), "status");
      for (String line : Files.readAllLines(status, UTF_8)) {
        if (line.startsWith(PEAK)) {
          peakBytes = Math.max(peakBytes, kibibytes(line) * 1024);
        }
      }
    } catch (IOException e) {
      // The process ended between being listed and being looked at, or there is no /proc.
      return;
    }
  }

  /** Reads a line such as {@code VmHWM: 123456 kB}. */
  static long kibibytes(String line) {
    return Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip());
  }
}
