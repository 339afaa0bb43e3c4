package dev.penstock.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** This machine: Java, memory, clock, and the folders that a run writes to. */
public final class MachineCheckup implements Checkup {
  private static final long SCARCE_BYTES = 1_000_000_000;
  private static final double BYTES_PER_GB = 1e9;

  private final String version;
  private final ZoneId timezone;
  private final Clock clock;
  private final List<Path> folders;

  /**
   * @param version of Penstock
   * @param timezone in which days are reckoned
   * @param folders that a run writes to; those that do not exist yet are made by the first run
   */
  public MachineCheckup(String version, ZoneId timezone, Clock clock, List<Path> folders) {
    this.version = version;
    this.timezone = timezone;
    this.clock = clock;
    this.folders = List.copyOf(folders);
  }

  @Override
  public String subject() {
    return "this machine";
  }

  @Override
  public void examine(Chart chart) {
    chart.fact("Penstock", version);
    chart.fact(
        "Java",
        "%s (%s), heap up to %,d MB"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().maxMemory() >> 20));
    chart.fact(
        "system",
        "%s %s, %d cores"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    chart.fact(
        "clock",
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .withZone(timezone)
                .format(clock.instant())
            + " "
            + timezone
            + ", which decides the day of a load (this machine is set to "
            + ZoneId.systemDefault()
            + ")");
    folders.forEach(folder -> examine(folder, chart));
  }

  private static void examine(Path folder, Chart chart) {
    chart.step("writing to the folder " + folder);
    try {
      Path existing = nearest(folder);
      // Asking whether it is allowed would not do: a full quota or a read-only mount answers yes.
      Files.delete(Files.createTempFile(existing, ".penstock-doctor-", ""));
      FileStore disk = Files.getFileStore(existing);
      chart.fact(
          "folder " + folder,
          "can be written, %s GB free of %s%s"
              .formatted(
                  gigabytes(disk.getUsableSpace()),
                  gigabytes(disk.getTotalSpace()),
                  Files.exists(folder) ? "" : "; made by the first run"));
      if (disk.getUsableSpace() < SCARCE_BYTES) {
        chart.add(
            Finding.warning(
                "folder %s: %s GB are free on its disk."
                    .formatted(folder, gigabytes(disk.getUsableSpace())),
                "Free space before a large load."));
      }
    } catch (IOException e) {
      chart.add(
          Finding.error(
              "folder %s: nothing can be written there (%s)."
                  .formatted(folder, e.getClass().getSimpleName()),
              "See to it that this user may write there and that the disk has room."));
    }
  }

  /** The folder, or the nearest one above it that exists. */
  private static Path nearest(Path folder) {
    Path nearest = folder.toAbsolutePath();
    while (nearest.getParent() != null && Files.notExists(nearest)) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / BYTES_PER_GB);
  }
}
