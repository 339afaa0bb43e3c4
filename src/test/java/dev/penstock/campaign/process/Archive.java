package dev.penstock.campaign.process;

import dev.penstock.campaign.process.RunsProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The classes of a run, as Java keeps them for its next start, which then takes a third of the
 * time. Made once by a run for all campaigns of this JVM; one that does not fit is not used by
 * Java, and nothing else changes.
 */
final class Archive {
  private static final Archive DISK = new Archive(LakePlace::onDisk);
  private static final Archive AZURE = new Archive(LakePlace::inAzure);

  private final Function<Path, LakePlace> places;
  private Optional<Path> made = Optional.empty();

  private Archive(Function<Path, LakePlace> places) {
    this.places = places;
  }

  /** How to start processes whose lake lies on a disk. */
  static Launch onDisk() throws IOException {
    return DISK.launch();
  }

  /** How to start processes whose lake lies in Azure. */
  static Launch inAzure() throws IOException {
    return AZURE.launch();
  }

  private synchronized Launch launch() throws IOException {
    if (made.isEmpty()) {
      made = Optional.of(make());
    }
    return Launch.PLAIN.with("-XX:SharedArchiveFile=" + made.get());
  }

  private Path make() throws IOException {
    Path folder = Files.createTempDirectory("archive");
    Path archive = folder.resolve("runs.jsa");
    try (PausedShop shop =
        new PausedShop(
            folder,
            places.apply(folder),
            Launch.PLAIN.with("-XX:ArchiveClassesAtExit=" + archive))) {
      shop.shop().insert();
      RunsProcess process = shop.start();
      PausedShop.runWell(process);
      shop.requireSound(process);
      process.end();
    } catch (SQLException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return archive;
  }
}
