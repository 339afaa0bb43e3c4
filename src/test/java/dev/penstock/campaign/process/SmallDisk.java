package dev.penstock.campaign.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lake on a disk of its own, in the mounts of one process, so that it can be filled and made
 * read-only without harm to anybody else. That needs Linux, {@code unshare} and {@code nsenter}.
 */
final class SmallDisk extends DiskPlace {
  /** The folders of a run that lie on disks of their own. */
  static final List<String> FOLDERS = List.of("data", "metadata", "logs");

  private static final long PAGE = 4_096;
  private static final String BALLAST = "ballast.bin";

  private final Path home;
  private Path seen;

  SmallDisk(Path home) {
    super(home);
    this.home = home;
    this.seen = home;
  }

  /** Whether this machine lets a process have mounts of its own. */
  static boolean isPossible() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // No such command: not Linux, or a system without util-linux.
      return false;
    }
  }

  /** A command that starts the one behind it on these disks, and without root's way past modes. */
  List<String> command() {
    String mounts =
        "for f in data metadata logs; do mkdir -p \"$0/$f\""
            + " && mount -t tmpfs -o size=48m tmpfs \"$0/$f\" || exit 9; done; "
            + "exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"";
    return List.of("unshare", "-rm", "sh", "-c", mounts, home.toString());
  }

  /** From now on the disks are looked at through this process, which has begun to answer. */
  void lookThrough(RunsProcess process) {
    seen = Path.of("/proc", Long.toString(process.pid()), "root" + home);
  }

  /** Leaves so much free on the disk of one folder. */
  void fill(String folder, long freeBytes) throws IOException {
    try (RandomAccessFile ballast =
        new RandomAccessFile(seen.resolve(folder).resolve(BALLAST).toFile(), "rw")) {
      byte[] page = new byte[(int) PAGE];
      try {
        while (true) {
          ballast.write(page);
        }
      } catch (IOException full) {
        ballast.setLength(Math.max(0, ballast.length() - freeBytes) / PAGE * PAGE);
      }
    }
  }

  void free(String folder) throws IOException {
    Files.delete(seen.resolve(folder).resolve(BALLAST));
  }

  /** As an administrator does, {@code how} being {@code ro} or {@code rw}. */
  void mount(RunsProcess process, String folder, String how)
      throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(
                "nsenter",
                "-t",
                Long.toString(process.pid()),
                "-U",
                "-m",
                "--preserve-credentials",
                "mount",
                "-o",
                "remount," + how,
                home.resolve(folder).toString())
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("mount ended with " + exit);
    }
  }

  /** Nobody may make, rename or delete a file in any folder of the lake, or may again. */
  void permit(String modes) throws IOException {
    try (Stream<Path> paths = Files.walk(seen.resolve("data"))) {
      for (Path folder : paths.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(modes));
      }
    }
  }

  @Override
  public Path home() {
    return seen;
  }
}
