package dev.penstock.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the figures were measured on.
 *
 * @param memoryBytes of the whole machine
 */
record Machine(int cores, long memoryBytes, String processor, String jdk) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final long GIGABYTE = 1L << 30;

  static Machine here() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        processorModel(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
  }

  private static String processorModel() {
    if (!Files.exists(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    return Places.text(PROCESSORS)
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** An eighth of the memory, at most 2 GB: the table at scale 1 needs 1 GB to stay in it. */
  String sharedBuffers() {
    return Math.min(2 * GIGABYTE, memoryBytes / 8) / (1 << 20) + "MB";
  }

  /** How busy the machine is at this moment: runnable processes, mean over one minute. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d cores, %.1f GB memory, %s, %s %s",
        cores,
        memoryBytes / (double) GIGABYTE,
        processor,
        System.getProperty("os.name"),
        System.getProperty("os.version"));
  }
}
